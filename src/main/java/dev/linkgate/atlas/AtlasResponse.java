package dev.linkgate.atlas;

import org.springframework.http.HttpHeaders;

/** Atlas's whole answer: its body is read, within a bound, and decoded before anybody sees it. */
record AtlasResponse(int status, HttpHeaders headers, String body) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
