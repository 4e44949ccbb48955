package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;

import dev.linkgate.kernel.ProjectId;

/** A team that the administrator has just made, with one API key. */
record NewTeam(Gateway gateway, String name, String keyId, String key) {

    static NewTeam in(Gateway gateway) {
        String name = "team-" + Gateway.unused(6);
        Caller administrator = gateway.administrator();
        assertThat(administrator.put("/admin/teams/" + name, "{\"description\":\"For a test\"}"))
                .hasStatus(201);
        Answer made = administrator.post("/admin/teams/" + name + "/keys", "{\"label\":\"ci\"}");
        assertThat(made).hasStatus(201);
        gateway.house().forbid(made.text("/key"));
        return new NewTeam(gateway, name, made.text("/id"), made.text("/key"));
    }

    NewTeam may(String role, ProjectId project) {
        assertThat(gateway.administrator()
                        .put("/admin/teams/" + name + "/grants/" + project, "{\"role\":\"" + role + "\"}"))
                .hasStatus(201);
        return this;
    }

    /** Lets the time of the team's key come. */
    void keyExpires() {
        gateway.changeRights("UPDATE api_key SET expires_at = 1 WHERE id = ?", keyId);
    }

    Caller caller() {
        return gateway.as(key);
    }

    String path() {
        return "/admin/teams/" + name;
    }
}
