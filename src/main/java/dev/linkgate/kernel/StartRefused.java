package dev.linkgate.kernel;

/**
 * The gateway cannot start with its settings; the message says what the operator must do.
 *
 * <p>It has no cause, because causes are printed and a bad setting may contain a secret.
 */
public final class StartRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param problem what is wrong; never a secret
     * @param action what to do about it
     */
    public StartRefused(String problem, String action) {
        super(problem);
        this.action = action;
    }

    public String action() {
        return action;
    }
}
