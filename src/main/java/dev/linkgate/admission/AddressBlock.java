package dev.linkgate.admission;

/** What counts as one address: an IPv4 address, or the /64 of an IPv6 address, which one site has at its disposal. */
final class AddressBlock {

    private static final int GROUPS = 4;

    private AddressBlock() {}

    /** @param address as {@link java.net.InetAddress#getHostAddress()} writes it, with all eight groups of IPv6 */
    static String of(String address) {
        int end = -1;
        for (int groups = 0; groups < GROUPS; groups++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return address.substring(0, end);
    }
}
