package dev.linkgate.gateway.notify.webhook;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/** Skips interim answers (1xx), such as 103: the receiver's answer is the final one behind them. */
final class ReceiverInterimAnswers extends ChannelInboundHandlerAdapter {

    private boolean skipping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            skipping = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (!skipping) {
            context.fireChannelRead(message);
            return;
        }
        boolean end = message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        if (end) {
            context.read();
        }
    }
}
