package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How failures look on the paths of an API that has another form for them than problems. */
public interface ErrorDialect {

    RequestedApi api();

    /**
     * Writes the body and what this API wants of the headers. The status and the other headers are there already.
     *
     * @param thrown what ended the request; absent if the servlet container did
     */
    void write(HttpServletRequest request, HttpServletResponse response, Failure failure, @Nullable Throwable thrown)
            throws IOException;
}
