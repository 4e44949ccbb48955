package dev.linkgate.gateway.core.platform.web;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * The requested page of a list; a parameter of controller methods.
 *
 * @param number from 1
 * @param size 1 to {@value #MAX_SIZE}
 * @param count whether the answer contains the number of entries
 */
public record Page(int number, int size, boolean count, String requestUrl) {

    private static final int DEFAULT_SIZE = 100;
    private static final int MAX_SIZE = 500;

    /** Reads {@code pageNum}, {@code itemsPerPage} and {@code includeCount}; all errors are reported at once. */
    static Page of(HttpServletRequest request) {
        List<FieldError> errors = new ArrayList<>();
        int number = integer(request, "pageNum", 1, 1, Integer.MAX_VALUE, errors);
        int size = integer(request, "itemsPerPage", DEFAULT_SIZE, 1, MAX_SIZE, errors);
        boolean count = bool(request, "includeCount", true, errors);
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new Page(
                number,
                size,
                count,
                ServletUriComponentsBuilder.fromRequest(request).build().toUriString());
    }

    /** The page of a complete list. */
    public <T> Listing<T> of(List<T> all) {
        return of(all, Function.identity());
    }

    /** The page of a complete list, with only the page's entries mapped. */
    public <S, T> Listing<T> of(List<S> all, Function<List<S>, List<T>> entries) {
        int from = (int) Math.min(offset(), all.size());
        int to = Math.min(from + size, all.size());
        return of(all.size(), entries.apply(all.subList(from, to)));
    }

    /** The page of a list of which only the page's entries and the total number are known. */
    public <T> Listing<T> of(long total, List<T> entries) {
        List<Listing.PageLink> links = new ArrayList<>();
        links.add(new Listing.PageLink("self", requestUrl));
        if (offset() + size < total) {
            links.add(new Listing.PageLink("next", href(number + 1)));
        }
        if (number > 1) {
            links.add(new Listing.PageLink("previous", href(number - 1)));
        }
        return new Listing<>(links, entries, count ? total : null);
    }

    /** The number of entries before the page. */
    public long offset() {
        return (number - 1L) * size;
    }

    private String href(int page) {
        return ServletUriComponentsBuilder.fromUriString(requestUrl)
                .replaceQueryParam("pageNum", page)
                .build()
                .toUriString();
    }

    private static int integer(
            HttpServletRequest request, String name, int absent, int min, int max, List<FieldError> errors) {
        String text = request.getParameter(name);
        if (text == null) {
            return absent;
        }
        Integer value = parse(text);
        if (value == null || value < min || value > max) {
            String range = max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
            errors.add(new FieldError(name, "must be a whole number " + range));
            return absent;
        }
        return value;
    }

    private static @Nullable Integer parse(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static boolean bool(HttpServletRequest request, String name, boolean absent, List<FieldError> errors) {
        String text = request.getParameter(name);
        if (text == null) {
            return absent;
        }
        if (!text.equals("true") && !text.equals("false")) {
            errors.add(new FieldError(name, "must be true or false"));
        }
        return text.equals("true");
    }
}
