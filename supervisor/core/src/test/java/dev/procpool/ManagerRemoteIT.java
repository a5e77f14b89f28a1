package dev.procpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procpool.task.Task;
import dev.procpool.testing.Leftovers;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A manager that listens at an address, and callers that know nothing but that and the token. */
@ExtendWith(Leftovers.class)
@Tag("jdk")
class ManagerRemoteIT {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static Manager manager;
    private static BlockingQueue<Object> queue;

    /** May be sent by other machines. */
    record Allowed(String text) implements Serializable {}

    /** May not, and would say so if it were decoded. */
    static final class Forbidden implements Serializable {

        private static final long serialVersionUID = 1L;

        private final String mark;

        Forbidden(Path mark) {
            this.mark = mark.toString();
        }

        private Object readResolve() {
            Path.of(mark).toFile().mkdir();
            return this;
        }
    }

    interface Echo {
        Object echo(Object value);
    }

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void start() {
        manager = Manager.builder()
                .listen(ANY)
                .allow(Allowed.class.getName())
                .name("Remote")
                .start();
        queue = manager.serveConcurrent(BlockingQueue.class, () -> new LinkedBlockingQueue<>());
        manager.publish("queue", queue);
        manager.publish("echo", manager.serveConcurrent(Echo.class, () -> value -> value));
    }

    @AfterAll
    static void end() {
        manager.close();
    }

    private static Manager connect() {
        return Manager.connect(manager.address().orElseThrow(), manager.token());
    }

    /** Knows an address and a token. */
    static final class Client {

        @SuppressWarnings("unchecked")
        public static void main(String[] args) throws Exception {
            InetSocketAddress address = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
            try (Manager there = Manager.connect(address, args[2])) {
                BlockingQueue<Object> queue = there.find("queue", BlockingQueue.class);
                queue.put("hello");
                List<String> list = there.list();
                ChildProcess child = ChildProcess.of(() -> list.add("from a child of the other machine"));
                child.start();
                child.join();
                queue.put(list);
            }
        }
    }

    @Test
    void anotherProgramConnectsByAddressAndTokenAndPutsWhatThisOneGets(@TempDir Path directory) throws Exception {
        InetSocketAddress address = manager.address().orElseThrow();
        Process client = OtherJvm.running(
                        Client.class,
                        directory.resolve("output"),
                        List.of(),
                        address.getHostString(),
                        Integer.toString(address.getPort()),
                        manager.token())
                .start();

        assertThat(client.waitFor()).isZero();

        assertThat(queue.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
        assertThat(queue.poll(10, TimeUnit.SECONDS)).isEqualTo(List.of("from a child of the other machine"));
    }

    @Test
    void aWrongTokenIsRefused() {
        InetSocketAddress address = manager.address().orElseThrow();

        assertThatThrownBy(() -> Manager.connect(address, "0123456789abcdef"))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("refused the token");
        assertThat(queue.isEmpty()).isTrue();
        assertThatThrownBy(() -> Manager.builder().token("short")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAddressWithoutAManagerIsRefused() throws Exception {
        InetSocketAddress closed;
        try (ServerSocket unused = new ServerSocket(0)) {
            closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), unused.getLocalPort());
        }

        assertThatThrownBy(() -> Manager.connect(closed, manager.token()))
                .isInstanceOf(HomeGoneException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void onlyObjectsOfClassesThatAreAllowedCanBeSent(@TempDir Path directory) {
        Path mark = directory.resolve("decoded");
        try (Manager there = connect()) {
            Echo echo = there.find("echo", Echo.class);

            assertThat(echo.echo(new Allowed("text"))).isEqualTo(new Allowed("text"));
            assertThat(echo.echo(List.of(1, "two", 3.0))).isEqualTo(List.of(1, "two", 3.0));
            assertThat(echo.echo(there.list(List.of(7)))).isEqualTo(List.of(7));
            assertThatThrownBy(() -> echo.echo(new Forbidden(mark)))
                    .isInstanceOf(ArgumentUnreadableException.class)
                    .hasMessageContaining("Forbidden");
            assertThatThrownBy(() -> there.run(() -> mark.toFile().mkdir()))
                    .isInstanceOf(ArgumentUnreadableException.class);
            assertThatThrownBy(() -> there.serve(Runnable.class, () -> () -> {}))
                    .isInstanceOf(ArgumentUnreadableException.class);
            assertThat(echo.echo("still there")).isEqualTo("still there");
        }
        assertThat(mark).doesNotExist();
    }

    @Test
    void aProxyOfAnotherManagerIsRefusedAsItNamesAnAddressOfTheCallersChoice() throws Exception {
        try (Manager other = Manager.builder().listen(ANY).start();
                Manager otherThere = Manager.connect(other.address().orElseThrow(), other.token());
                Manager there = connect()) {
            Echo echo = there.find("echo", Echo.class);
            List<Object> foreign = otherThere.list();

            assertThatThrownBy(() -> echo.echo(foreign))
                    .isInstanceOf(ArgumentUnreadableException.class)
                    .hasMessageContaining("a manager accepts proxies of its own objects only");
            assertThat(manager.find("echo", Echo.class).echo(foreign))
                    .as("the same from a process of this machine")
                    .isEqualTo(foreign);
        }
    }

    @Test
    void objectsAreFoundByTheirNamesAndTypes() {
        try (Manager there = connect()) {
            List<String> list = there.list();
            there.publish("list", list);
            list.add("text");

            assertThat((Object) manager.find("list", List.class)).isEqualTo(List.of("text"));
            assertThatThrownBy(() -> there.find("nothing", List.class)).isInstanceOf(NoSuchElementException.class);
            assertThatThrownBy(() -> there.find("list", Map.class)).isInstanceOf(ClassCastException.class);
            assertThatThrownBy(() -> there.find("echo", Runnable.class)).isInstanceOf(ClassCastException.class);
        }
    }

    @Test
    void whatNeedsSharedMemoryOrTheRightsOfTheStarterIsRefused() {
        try (Manager there = connect()) {
            assertThatThrownBy(there::lock)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("cannot share");
            assertThat(there.process()).isEmpty();
        }
        assertThat(manager.process().orElseThrow().isAlive()).isTrue();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aManagerTakesThePlaceOfAnotherAtTheSameAddress() {
        InetSocketAddress address = null;
        List<Integer> list = null;
        for (int i = 0; i < 4; i++) {
            try (Manager next = Manager.builder()
                    .listen(address == null ? ANY : address)
                    .token("0123456789abcdef")
                    .start()) {
                address = next.address().orElseThrow();
                try (Manager there = Manager.connect(address, "0123456789abcdef")) {
                    List<Integer> before = list;
                    if (before != null) {
                        assertThatThrownBy(() -> before.add(1))
                                .as("a proxy of the manager before")
                                .isInstanceOf(HomeGoneException.class);
                    }
                    list = there.list(List.of(i));
                    assertThat(list).containsExactly(i);
                }
            }
        }
    }

    @Test
    void anAddressThatIsInUseIsRefused() {
        Task<Integer> port = () -> 0;
        assertThat(manager.run(port)).isZero();
        assertThatThrownBy(() -> Manager.builder()
                        .listen(manager.address().orElseThrow())
                        .start())
                .isInstanceOf(PoolException.class)
                .hasMessageContaining("before it was ready");
    }
}
