package dev.linkgate.gateway.notify.webhook;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * Finds the addresses of a host once, and returns them to be connected to only if all of them are allowed. So a name
 * server that answers otherwise the next time gains nothing, nor does one that adds an internal address. A host that is an
 * address is checked, too.
 */
final class CheckedAddresses extends AddressResolverGroup<InetSocketAddress> {

    private final AllowedTargets allowed;
    private final boolean secure;
    private final AddressResolverGroup<InetSocketAddress> names;

    /** @param names asks the name servers; it is closed by its owner */
    CheckedAddresses(AllowedTargets allowed, boolean secure, AddressResolverGroup<InetSocketAddress> names) {
        this.allowed = allowed;
        this.secure = secure;
        this.names = names;
    }

    /** An address that is not allowed. The message is a clause for people; the address is nothing that it may tell. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String host) {
            super("the host " + host + " has an address that linkgate.webhooks.allow does not allow");
        }
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        AddressResolver<InetSocketAddress> asked = names.getResolver(executor);
        return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {

            // Never, so that each address passes here.
            @Override
            protected boolean doIsResolved(InetSocketAddress address) {
                return false;
            }

            @Override
            protected void doResolve(InetSocketAddress target, Promise<InetSocketAddress> promise) {
                Promise<List<InetSocketAddress>> all = executor().newPromise();
                doResolveAll(target, all);
                all.addListener((FutureListener<List<InetSocketAddress>>) found -> {
                    if (found.isSuccess()) {
                        promise.setSuccess(found.getNow().getFirst());
                    } else {
                        promise.setFailure(found.cause());
                    }
                });
            }

            @Override
            protected void doResolveAll(InetSocketAddress target, Promise<List<InetSocketAddress>> promise) {
                if (!target.isUnresolved()) {
                    check(target, List.of(target), promise);
                    return;
                }
                Future<List<InetSocketAddress>> answer = asked.resolveAll(target);
                answer.addListener((FutureListener<List<InetSocketAddress>>) found -> {
                    if (found.isSuccess()) {
                        check(target, found.getNow(), promise);
                    } else {
                        promise.setFailure(found.cause());
                    }
                });
            }
        };
    }

    private void check(
            InetSocketAddress target, List<InetSocketAddress> found, Promise<List<InetSocketAddress>> promise) {
        String host = target.getHostString().toLowerCase(Locale.ROOT);
        for (InetSocketAddress each : found) {
            if (!allowed.allows(secure, host, target.getPort(), each.getAddress())) {
                promise.setFailure(new Refused(host));
                return;
            }
        }
        promise.setSuccess(found);
    }
}
