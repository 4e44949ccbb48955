package dev.linkgate.protocol;

/** The operation of a request for endpoints of Data Federation and Online Archive. */
public sealed interface FederationOperation {

    /** The id of the project (Atlas: group). */
    String project();

    /** Reads or changes one endpoint. */
    sealed interface OnEntry extends FederationOperation {
        /** The endpoint's id. */
        String endpoint();
    }

    record ListEntries(String project) implements FederationOperation {}

    record GetEntry(String project, String endpoint) implements OnEntry {}

    /**
     * Adds an endpoint, or changes the comment of the one with its id.
     *
     * @param asked without a state; its region as the caller wrote it
     */
    record AddEntry(String project, AtlasFederationEndpoint asked) implements OnEntry {
        @Override
        public String endpoint() {
            return asked.endpointId();
        }
    }

    record RemoveEntry(String project, String endpoint) implements OnEntry {}
}
