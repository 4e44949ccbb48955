package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;

/** An administrator that has just been made, with one key. */
record NewAdministrator(Gateway gateway, String name, String keyId, String key) {

    static NewAdministrator in(Gateway gateway, String... scopes) {
        String name = "admin-" + Gateway.unused(6);
        assertThat(gateway.administrator().put("/admin/administrators/" + name, body(scopes)))
                .hasStatus(201);
        Answer made = gateway.administrator().post("/admin/administrators/" + name + "/keys", "{\"label\":\"laptop\"}");
        assertThat(made).hasStatus(201);
        gateway.house().forbid(made.text("/key"));
        return new NewAdministrator(gateway, name, made.text("/id"), made.text("/key"));
    }

    static String body(String... scopes) {
        return "{\"description\":\"For a test\",\"scopes\":["
                + Arrays.stream(scopes).map(scope -> '"' + scope + '"').collect(Collectors.joining(",")) + "]}";
    }

    Caller caller() {
        return gateway.as(key);
    }

    String path() {
        return "/admin/administrators/" + name;
    }
}
