package io.mirstream.service.http;

import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends the reading of a body once it has more bytes than {@link Bodies} says that it may. */
@Provider
public class CountedBodies implements ReaderInterceptor {
    private final CurrentVertxRequest requests;

    CountedBodies(CurrentVertxRequest requests) {
        this.requests = requests;
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Counted(context.getInputStream(), Bodies.limit(requests.getCurrent())));
        return context.proceed();
    }

    private static final class Counted extends FilterInputStream {
        private final long limit;
        private long bytes;

        Counted(InputStream body, long limit) {
            super(body);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int more) {
            bytes += more;
            if (bytes > limit) {
                throw new CodedException(ErrorCode.LIMIT_EXCEEDED, Bodies.tooLarge(limit));
            }
        }
    }
}
