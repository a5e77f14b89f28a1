/**
 * Functions over the lines of a stream, at the speed of the stream: lines and results stay bytes in the supervisor.
 *
 * <pre>{@code
 * try (LineResults results = Lines.run(pool, Main::convert, new LineReader(System.in, '\n'))) {
 *     while (results.next()) {
 *         if (results.failure() == null) {
 *             results.result().writeTo(out);
 *             out.write('\n');
 *         }
 *     }
 * }
 * }</pre>
 */
package dev.procpool.lines;
