package dev.linkgate.kernel;

/**
 * The gateway cannot start as it is set up, and says what the operator has to do.
 *
 * <p>It has no cause: causes print, and what made a setting bad may be a secret.
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
