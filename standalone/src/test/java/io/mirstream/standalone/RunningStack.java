package io.mirstream.standalone;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Mirstream}: one broker, one search node and one of each service for all of them, in a fresh home on
 * free ports, stopped after the last test.
 */
final class RunningStack implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Mirstream.class;
    }

    @Override
    public Mirstream resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Mirstream mirstream = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Mirstream.class, key -> Mirstream.inFreshHome("shared"), Mirstream.class);
        mirstream.up(); // a test may have stopped something
        return mirstream;
    }
}
