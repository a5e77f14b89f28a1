import dev.procpool.ChildProcess;
import dev.procpool.task.Task;

public class Hello {

    record Sleeper(int id) implements Task<Void> {

        @Override
        public Void call() throws InterruptedException {
            Thread.sleep(1000);
            System.out.println("I'm the process with id: " + id);
            return null;
        }
    }

    public static void main(String[] args) throws InterruptedException {
        ChildProcess sleeper = ChildProcess.of(new Sleeper(0));
        sleeper.start();
        System.out.println("hello");
        sleeper.join();

        sleeper = ChildProcess.of(new Sleeper(1));
        sleeper.start();
        sleeper.join();
        System.out.println("hello");
    }
}
