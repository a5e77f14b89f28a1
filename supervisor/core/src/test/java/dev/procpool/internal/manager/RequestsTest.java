package dev.procpool.internal.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procpool.internal.base.ProgramLoader;
import dev.procpool.protocol.call.Answer;
import dev.procpool.protocol.call.CallLine;
import dev.procpool.protocol.call.Request;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.Dialect;
import dev.procpool.protocol.message.PayloadBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private final ObjectTable objects = new ObjectTable(Endpoint.at(ManagerId.random(), "nowhere", "no token"));
    private final Requests requests = new Requests(objects, null, true, () -> {});

    private interface Use {
        void of(CallLine line) throws Exception;
    }

    /** A caller that has shown the token. */
    private void asCaller(Use use) throws Exception {
        try (ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            SocketChannel calling = SocketChannel.open(server.getLocalAddress());
            SocketChannel accepted = server.accept();
            Thread session = new Thread(() -> serve(accepted));
            session.start();
            try (CallLine caller = new CallLine(calling)) {
                use.of(caller);
            }
            session.join();
        }
    }

    private void serve(SocketChannel socket) {
        try (CallLine line = new CallLine(socket)) {
            Codecs codecs = new Codecs(ProgramLoader.here(), CallLine.MAX_BYTES, Dialect.ONE_JDK, Optional.empty());
            new Session(line, codecs).run(requests);
        }
    }

    private static Answer answer(CallLine line, long object, long signature, int index, int arguments)
            throws IOException {
        PayloadBuffer out = line.begin();
        out.putByte(Request.CALL.ordinal());
        out.putLong(object);
        out.putLong(signature);
        out.putInt(index);
        out.putInt(arguments);
        line.send();
        return Answer.of(line.receive().getByte());
    }

    @Test
    void aMethodOutOfTheRangeOfTheInterfaceIsRefusedAndTheConnectionGoesOn() throws Exception {
        long object = objects.add(new Served(new StringBuilder("text"), CharSequence.class, false));
        MethodTable table = MethodTable.of(CharSequence.class);
        int length = table.indexOf("length");

        asCaller(line -> {
            for (int index : new int[] {Integer.MIN_VALUE, -1, table.size(), Integer.MAX_VALUE}) {
                assertThat(answer(line, object, table.signature(), index, 0)).isEqualTo(Answer.REFUSED);
            }
            for (int arguments : new int[] {-1, 1, 255, Integer.MAX_VALUE}) {
                assertThat(answer(line, object, table.signature(), length, arguments))
                        .isEqualTo(Answer.REFUSED);
            }
            assertThat(answer(line, object, table.signature() + 1, length, 0)).isEqualTo(Answer.REFUSED);
            assertThat(answer(line, object + 1, table.signature(), length, 0)).isEqualTo(Answer.NO_OBJECT);
            assertThat(answer(line, object, table.signature(), length, 0)).isEqualTo(Answer.VALUE);
        });
    }
}
