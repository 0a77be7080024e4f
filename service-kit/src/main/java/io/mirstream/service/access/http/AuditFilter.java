package io.mirstream.service.access.http;

import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Between answers and the audit. Is made when the service is built, and therefore asks for the audit late. */
class AuditFilter {
    private final Instance<AuditedRequests> audit;

    AuditFilter(Instance<AuditedRequests> audit) {
        this.audit = audit;
    }

    @ServerResponseFilter
    public void answered(ContainerRequestContext request, ContainerResponseContext response) {
        audit.get().answered(response);
    }
}
