package dev.procpool.cli;

import dev.procpool.lines.LineText;
import dev.procpool.tasks.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The output of a command as a member of a JSON object. */
final class OutputJson {

    private OutputJson() {}

    /** The text without its last line feed as {@code value}; {@code base64} of bytes that are not UTF-8. */
    static String member(LineText output) {
        byte[] bytes = output.toByteArray();
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            String value = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            return ",\"value\":" + JsonText.quoted(value);
        } catch (CharacterCodingException e) {
            return ",\"base64\":\"" + Base64.getEncoder().encodeToString(bytes) + '"';
        }
    }
}
