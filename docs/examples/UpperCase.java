import dev.procpool.ChildProcess;
import dev.procpool.Connection;
import dev.procpool.ProcessPipe;
import dev.procpool.task.Task;
import java.io.EOFException;
import java.util.List;
import java.util.Locale;

/** A child process that upper-cases the words that come through a pipe, until the pipe ends. */
public class UpperCase {

    /** The task of the child. Its field travels with it, as the attributes of a Process travel in Python. */
    record UpperCaser(Connection<String, String> connection) implements Task<Void> {

        @Override
        public Void call() throws Exception {
            try {
                while (true) {
                    String word = connection.receive();
                    connection.send(word.toUpperCase(Locale.ROOT));
                }
            } catch (EOFException e) {
                System.out.println("child: no more words");
                return null;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        ProcessPipe<String, String> pipe = ProcessPipe.open();
        ChildProcess child = ChildProcess.of(new UpperCaser(pipe.second()));
        child.start();
        pipe.second().close(); // the child has its own copy of this end

        Connection<String, String> words = pipe.first();
        for (String word : List.of("hello", "world")) {
            words.send(word);
            System.out.println("parent: " + word + " -> " + words.receive());
        }
        words.close(); // the child sees the end of the pipe

        child.join();
        System.out.println(
                "parent: the child has ended with " + child.exitCode().getAsInt());
        child.close();
    }
}
