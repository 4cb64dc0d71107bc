package dev.gatehouse.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ByteProcessor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads along before the HTTP/1 decoder, to see what the decoder hides: folded header lines, how
 * many lines there are, and that a head has begun and does not end. Finds where each request ends,
 * so that pipelined heads are seen too, and hands the decoder one head or body at a time. Its other
 * half stands behind the decoder: it fails the requests found bad, tells the framing of the good
 * ones, and takes {@code Upgrade} away, which Gatehouse never does and HTTP lets it ignore.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-5.2">obsolete line folding</a>
 */
final class HeadScan extends ChannelDuplexHandler implements ByteProcessor {
  static final String NAME = "head-scan";
  private static final String DECODER = "httpDecoder";
  private static final int LINGER_MILLIS = 500;
  private static final int PREFACE = 4; // "PRI " begins HTTP/2 and no request of HTTP/1

  private enum Part {
    PREFACE,
    HEAD,
    SIZED_BODY,
    CHUNK_SIZE,
    CHUNK_REST_OF_LINE,
    CHUNK_DATA,
    CHUNK_DATA_END,
    TRAILER,
    REFUSED,
    NOT_HTTP1
  }

  private final ClientConnection connection;
  private final int maxLines;
  private Part part;
  private int prefaceSeen;
  private int lines;
  private int column;
  private boolean isFolded;
  private boolean isHeadRead;
  private boolean lingers;
  private long left;

  private HeadScan(ClientConnection connection, ListenerBounds bounds, Part part) {
    this.connection = connection;
    this.maxLines = bounds.maxHeaders() + 1;
    this.part = part;
  }

  /** For plain text, where the first bytes tell HTTP/2 from HTTP/1. */
  static HeadScan beforeDetection(ClientConnection connection, ListenerBounds bounds) {
    return new HeadScan(connection, bounds, Part.PREFACE);
  }

  /** For TLS, where the protocol is agreed and the decoder in place, behind the deciphering. */
  static void install(
      ChannelPipeline pipeline, ClientConnection connection, ListenerBounds bounds) {
    if (pipeline.get(NAME) != null) {
      pipeline.remove(NAME);
    }
    if (pipeline.get(DECODER) != null) {
      var scan = new HeadScan(connection, bounds, Part.HEAD);
      pipeline.addBefore(DECODER, NAME, scan);
      pipeline.addAfter(DECODER, "head-verdict", scan.new Verdict());
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
      return;
    }
    if (part == Part.PREFACE && context.pipeline().get(SslHandler.class) != null) {
      part = Part.NOT_HTTP1; // ciphered; the scan comes in again behind the handshake
    }
    try {
      while (bytes.isReadable() && !connection.isShut()) {
        forward(context, bytes);
      }
    } finally {
      bytes.release();
    }
    if ((part == Part.HEAD || part == Part.PREFACE) && lines + column > 0) {
      connection.headIsPartial();
    }
  }

  /**
   * Closes; after a refusal a little later, taking and dropping what still comes, since closing on
   * unread bytes would make the other side throw the answer away.
   */
  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // closing is its own end
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (lingers || !(part == Part.REFUSED || connection.isShut())) {
      context.close(promise);
      return;
    }
    lingers = true;
    connection.hearNoMore();
    context.flush();
    context.executor().schedule(() -> context.close(promise), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Takes one part, or what there is of it, off the front of the bytes. */
  private void forward(ChannelHandlerContext context, ByteBuf bytes) {
    var from = bytes.readerIndex();
    switch (part) {
      case PREFACE -> {
        var take = Math.min(PREFACE - prefaceSeen, bytes.readableBytes());
        bytes.forEachByte(from, take, this);
        prefaceSeen += take;
        context.fireChannelRead(bytes.readRetainedSlice(take));
        decideProtocol(context);
      }
      case HEAD, TRAILER -> {
        var end = bytes.forEachByte(this);
        if (end >= 0 && part == Part.HEAD) {
          isHeadRead = true;
          connection.headIsComplete();
        } else if (end >= 0) {
          nextHead();
        }
        context.fireChannelRead(
            bytes.readRetainedSlice(end < 0 ? bytes.readableBytes() : end + 1 - from));
        if (isHeadRead) { // the decoder said nothing: it waits or has given up
          part = Part.REFUSED;
        }
      }
      case SIZED_BODY -> {
        var take = (int) Math.min(left, bytes.readableBytes());
        left -= take;
        if (left == 0) {
          nextHead();
        }
        context.fireChannelRead(bytes.readRetainedSlice(take));
      }
      case CHUNK_SIZE, CHUNK_REST_OF_LINE, CHUNK_DATA, CHUNK_DATA_END -> {
        while (bytes.isReadable() && isInChunks()) {
          passChunkPiece(bytes);
        }
        var end = bytes.readerIndex();
        bytes.readerIndex(from);
        context.fireChannelRead(bytes.readRetainedSlice(end - from));
      }
      case REFUSED, NOT_HTTP1 ->
          context.fireChannelRead(bytes.readRetainedSlice(bytes.readableBytes()));
    }
  }

  private void decideProtocol(ChannelHandlerContext context) {
    if (context.pipeline().get(DECODER) != null) {
      context.pipeline().addAfter(DECODER, "head-verdict", new Verdict());
      part = Part.HEAD;
    } else if (prefaceSeen == PREFACE) {
      part = Part.NOT_HTTP1;
      connection.headIsComplete();
    }
  }

  private boolean isInChunks() {
    return part != Part.TRAILER && part != Part.REFUSED;
  }

  private void passChunkPiece(ByteBuf bytes) {
    if (part == Part.CHUNK_DATA) {
      var take = (int) Math.min(left, bytes.readableBytes());
      bytes.skipBytes(take);
      left -= take;
      if (left == 0) {
        part = Part.CHUNK_DATA_END;
      }
      return;
    }
    var next = bytes.readByte();
    if (part == Part.CHUNK_SIZE) {
      var digit = Character.digit(next, 16);
      if (digit >= 0 && left < 1L << 40) {
        left = left * 16 + digit;
        return;
      }
      part = digit >= 0 ? Part.REFUSED : Part.CHUNK_REST_OF_LINE; // the decoder refuses it as well
    }
    if (next == '\n' && part == Part.CHUNK_DATA_END) {
      part = Part.CHUNK_SIZE;
    } else if (next == '\n' && part == Part.CHUNK_REST_OF_LINE) {
      part = left == 0 ? Part.TRAILER : Part.CHUNK_DATA;
      lines = 1; // an empty line ends the trailer at once
      column = 0;
    }
  }

  private void nextHead() {
    part = Part.HEAD;
    lines = 0;
    column = 0;
    isFolded = false;
  }

  /** One byte of a head or trailer; false at its last. */
  @Override
  public boolean process(byte next) {
    if (next == '\n') {
      if (column == 0 && lines > 0) {
        return false;
      }
      if (column > 0) {
        lines++;
        column = 0;
      }
    } else if (next != '\r') {
      isFolded |= column == 0 && lines > 0 && (next == ' ' || next == '\t');
      column++;
    }
    return true;
  }

  /** The half behind the decoder. */
  private final class Verdict extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest request) {
        judge(request);
      }
      context.fireChannelRead(message);
    }

    private void judge(HttpRequest request) {
      if (request.decoderResult().isSuccess()) {
        var fault = fault(request);
        if (fault != null) {
          request.setDecoderResult(DecoderResult.failure(fault));
        }
      }
      isHeadRead = false;
      if (!request.decoderResult().isSuccess()) {
        part = Part.REFUSED;
        return;
      }
      request.headers().remove(HttpHeaderNames.UPGRADE);
      request.headers().remove("HTTP2-Settings");
      nextHead();
      if (HttpUtil.isTransferEncodingChunked(request)) {
        part = Part.CHUNK_SIZE;
        left = 0;
      } else {
        left = HttpUtil.getContentLength(request, 0L);
        part = left > 0 ? Part.SIZED_BODY : Part.HEAD;
      }
    }

    private @Nullable BadHead fault(HttpRequest request) {
      if (!isHeadRead) {
        return new BadHead(
            400, "the head of this request was not read apart from what came before");
      }
      if (isFolded) {
        return new BadHead(400, "header lines may not be folded");
      }
      if (lines > maxLines) {
        return new BadHead(431, "there are too many headers");
      }
      var codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
      if (!codings.isEmpty()) {
        var isPlain = codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
        if (!isPlain || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
          return new BadHead(
              400, "the only transfer coding is chunked, without a length beside it");
        }
      }
      return null;
    }
  }
}
