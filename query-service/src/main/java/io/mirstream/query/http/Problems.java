package io.mirstream.query.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors as problem+json, and JSON as the contracts have it. */
class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response coded(CodedException e) {
        Problem problem = Problem.of(e.code(), e.getMessage());
        if (problem.status() >= 500) {
            LOG.errorf(e, "request failed errorCode=%s", e.code());
        }
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException e) {
        return coded(new CodedException(ErrorCode.QUERY_INVALID, "the body is not the JSON that is expected here"));
    }

    @Singleton
    @Produces
    ObjectMapper mapper() {
        return Json.mapper().copy();
    }
}
