package io.mirstream.service.http;

import io.mirstream.contracts.error.ErrorCode;
import io.mirstream.contracts.error.Problem;
import io.mirstream.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * What is the same for all operations of all services: what a refusal looks like, and how callers say who they are. Adds an
 * example of each answer, from the class path, {@code openapi/NAME.json} for the operation NAME, and of the body that it
 * takes, {@code openapi/NAME.request.json}.
 */
public final class OpenApiDescription implements OASFilter {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "Problem";
    private static final String KEY = "key";
    private static final String BEARER = "bearer";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        if (api.getComponents() == null) {
            api.setComponents(OASFactory.createComponents());
        }
        api.getComponents().addSchema(PROBLEM, problem());
        api.getComponents()
                .addSecurityScheme(
                        KEY,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name("X-Api-Key"));
        api.getComponents()
                .addSecurityScheme(
                        BEARER,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme(BEARER)
                                .description("A key, or a token of the identity provider."));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(KEY));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(BEARER));
        api.addSecurityRequirement(OASFactory.createSecurityRequirement()); // while access is off
        api.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().values().forEach(OpenApiDescription::describe));
    }

    private static Schema problem() {
        Schema code = type(Schema.SchemaType.STRING);
        for (ErrorCode each : ErrorCode.values()) {
            code.addEnumeration(each.name());
        }
        return type(Schema.SchemaType.OBJECT)
                .description("RFC 9457")
                .addProperty("type", type(Schema.SchemaType.STRING))
                .addProperty("title", type(Schema.SchemaType.STRING))
                .addProperty("status", type(Schema.SchemaType.INTEGER))
                .addProperty("detail", type(Schema.SchemaType.STRING))
                .addProperty("code", code)
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema type(Schema.SchemaType type) {
        return OASFactory.createSchema().type(List.of(type));
    }

    private static void describe(Operation operation) {
        operation
                .getResponses()
                .setDefaultValue(OASFactory.createAPIResponse()
                        .description("Refused or failed: the code says why")
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        Problem.MEDIA_TYPE,
                                        OASFactory.createMediaType()
                                                .schema(OASFactory.createSchema()
                                                        .ref(PROBLEM))
                                                .example(plain(Json.write(Problem.of(
                                                        ErrorCode.QUERY_INVALID, "k must be 1 to 1000")))))));
        Optional.ofNullable(operation.getRequestBody())
                .map(RequestBody::getContent)
                .map(content -> content.getMediaType(JSON))
                .ifPresent(media ->
                        example(operation.getOperationId() + ".request").ifPresent(example -> add(media, example)));
        example(operation.getOperationId())
                .ifPresent(example -> operation.getResponses().getAPIResponses().values().stream()
                        .map(APIResponse::getContent)
                        .filter(content -> content != null)
                        .map(content -> content.getMediaType(JSON))
                        .filter(media -> media != null)
                        .forEach(media -> add(media, example)));
    }

    private static void add(MediaType media, Object example) {
        if (media.getExample() == null) {
            media.setExample(example);
        }
    }

    private static Optional<Object> example(String operation) {
        try (InputStream json =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("openapi/" + operation + ".json")) {
            return json == null ? Optional.empty() : Optional.of(plain(json.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As maps, lists and values. */
    private static Object plain(byte[] json) {
        try {
            return Json.mapper().readValue(json, Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
