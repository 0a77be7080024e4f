package io.mirstream.service.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.mirstream.contracts.error.CodedException;
import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Errors as problem+json, and JSON as the contracts have it. */
public class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int RETRY_AFTER_SECONDS = 1;

    @ServerExceptionMapper
    Response coded(CodedException e) {
        Problem problem = Problem.of(e.code(), e.getMessage());
        if (problem.status() >= 500) {
            LOG.errorf(e, "request failed errorCode=%s", e.code());
        }
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (e.code() == ErrorCode.SERVICE_BUSY) {
            answer.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return answer.build();
    }

    @ServerExceptionMapper
    Response unreadable(MismatchedInputException e) {
        return coded(new CodedException(ErrorCode.QUERY_INVALID, "the body is not the JSON that is expected here"));
    }

    @ServerExceptionMapper
    Response brokenOff(IOException e) {
        return coded(new CodedException(ErrorCode.QUERY_INVALID, "the body breaks off"));
    }

    /** A path, method or type that is not served keeps the status and headers that HTTP has for it. */
    @ServerExceptionMapper({WebApplicationException.class, NotFoundException.class})
    Response notServed(WebApplicationException e) {
        Response response = e.getResponse();
        if (response.getStatus() < 400) {
            return response;
        }
        if (response.getStatus() >= 500) {
            return defect(e);
        }
        return Response.fromResponse(response)
                .type(Problem.MEDIA_TYPE)
                .entity(notServed(response.getStatus(), response.getStatusInfo().getReasonPhrase()))
                .build();
    }

    private static Problem notServed(int status, String reason) {
        Problem problem = Problem.of(
                status == 413 ? ErrorCode.LIMIT_EXCEEDED : ErrorCode.QUERY_INVALID, "not served here: " + reason);
        return new Problem(problem.type(), problem.title(), status, problem.detail(), problem.code());
    }

    @ServerExceptionMapper({Exception.class, JsonProcessingException.class})
    Response defect(Exception e) {
        return coded(new CodedException(ErrorCode.INTERNAL, "a defect of Mirstream: its log says more", e));
    }

    @Singleton
    @Produces
    ObjectMapper mapper() {
        return Json.mapper().copy();
    }
}
