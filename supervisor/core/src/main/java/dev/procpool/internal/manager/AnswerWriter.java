package dev.procpool.internal.manager;

import dev.procpool.internal.between.Journeys;
import dev.procpool.protocol.call.Answer;
import dev.procpool.protocol.call.CallLine;
import dev.procpool.protocol.codec.Codecs;
import dev.procpool.protocol.codec.EncodingException;
import dev.procpool.protocol.codec.PayloadCodec;
import dev.procpool.protocol.codec.RemoteFailure;
import dev.procpool.protocol.message.PayloadBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the answer to one request, once. Confined to the thread of the session.
 *
 * @param sent gets the ends of pipes in the answer
 */
record AnswerWriter(CallLine line, Codecs codecs, Journeys sent) {

    void value(Object value) {
        PayloadCodec codec = codecs.take();
        try {
            PayloadBuffer out = begin(Answer.VALUE);
            sent.during(() -> codec.encode(value, out));
        } catch (EncodingException e) {
            failure(Answer.UNENCODABLE, e, codec);
        } finally {
            codecs.release(codec);
        }
    }

    void thrown(Throwable failure) {
        failure(Answer.THROWN, failure);
    }

    void unreadable(Throwable failure) {
        failure(Answer.UNREADABLE, failure);
    }

    private void failure(Answer answer, Throwable failure) {
        PayloadCodec codec = codecs.take();
        try {
            failure(answer, failure, codec);
        } finally {
            codecs.release(codec);
        }
    }

    private void failure(Answer answer, Throwable failure, PayloadCodec codec) {
        RemoteFailure.encode(failure, codec, begin(answer));
    }

    void noObject() {
        begin(Answer.NO_OBJECT);
    }

    void refused(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        begin(Answer.REFUSED).put(text, 0, text.length);
    }

    private PayloadBuffer begin(Answer answer) {
        PayloadBuffer out = line.begin();
        out.putByte(answer.ordinal());
        return out;
    }
}
