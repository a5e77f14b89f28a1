package dev.procpool.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.procpool.protocol.between.BetweenThatSeesAQueue;
import dev.procpool.protocol.call.CallThatSeesTheCodec;
import dev.procpool.protocol.channel.ChannelThatSeesTheCodec;
import dev.procpool.protocol.channel.IdleStrategy;
import dev.procpool.protocol.code.CodeThatSeesTheCodec;
import dev.procpool.protocol.codec.CodecThatSeesAChannel;
import dev.procpool.protocol.message.Frame;
import dev.procpool.protocol.message.MessageThatSeesTheCodec;
import dev.procpool.protocol.start.StartThatSeesTheCodec;
import dev.procpool.task.TaskThatSeesTheProtocol;
import dev.procpool.testing.rules.Artifact;
import dev.procpool.testing.rules.Rooms;
import dev.procpool.testing.rules.Rulebook;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RulesTest {

    private static final ArchRule TASKS_SEE_NO_PROTOCOL = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("dev.procpool.task")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.procpool.protocol..");

    /** A process without queues loads no library for a lock. */
    private static final ArchRule BETWEEN_NEEDS_THE_JDK_ALONE = ArchRuleDefinition.noClasses()
            .that()
            .resideInAPackage("dev.procpool.protocol.between")
            .should()
            .dependOnClassesThat(resideOutsideOfPackages("java..", "dev.procpool.protocol.between")
                    .and(not(type(IdleStrategy.class))));

    @TestFactory
    Stream<DynamicTest> keepsTheLayout() {
        Rooms rooms = new Rooms("dev.procpool.protocol");

        return Rulebook.of(Artifact.PROTOCOL, Frame.class)
                .rule(TASKS_SEE_NO_PROTOCOL, TaskThatSeesTheProtocol.class)
                .rule(rooms.sees("message"), MessageThatSeesTheCodec.class)
                .rule(rooms.sees("start", "message"), StartThatSeesTheCodec.class)
                .rule(rooms.sees("channel", "message"), ChannelThatSeesTheCodec.class)
                .rule(rooms.sees("call", "message"), CallThatSeesTheCodec.class)
                .rule(rooms.sees("code", "message"), CodeThatSeesTheCodec.class)
                .rule(rooms.sees("codec", "code", "message"), CodecThatSeesAChannel.class)
                .rule(BETWEEN_NEEDS_THE_JDK_ALONE, BetweenThatSeesAQueue.class)
                .tests();
    }
}
