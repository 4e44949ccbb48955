package dev.linkgate.gateway.core.platform.web;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;

/**
 * Skips interim answers such as 103, which may precede any final one (RFC 9110, section 15.2). Reactor Netty takes an
 * interim answer for the final one, and would reuse the connection while the rest is still to come.
 *
 * <p>Closes the connection at a 101, because the gateway never asks for another protocol, and after {@value
 * #MAX_SKIPPED} interim answers to one request, because a server that never ends them keeps an event loop from others.
 */
public final class InterimAnswers extends ChannelInboundHandlerAdapter {

    private static final int MAX_SKIPPED = 16;

    private boolean skipping;
    private int skipped;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse answer) {
            skipping = answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            skipped = skipping ? skipped + 1 : 0;
            if (skipped > MAX_SKIPPED || answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                ChannelFuture unused = context.close();
            }
        }
        if (skipping) {
            ReferenceCountUtil.release(message);
            context.read();
        } else {
            context.fireChannelRead(message);
        }
    }
}
