package dev.linkgate.cli.audit;

import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.RecordLine;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place and hash of a record, from the header {@code Audit-Receipt}.
 *
 * @param sequence the record's number, from 1
 * @param hash 64 digits of lower-case hex
 */
public record ReceiptHeader(long sequence, String hash) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

    /** @param text as in the header */
    public static ReceiptHeader of(String text) throws Unreadable {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Unreadable("A receipt is a record's sequence, a colon, and 64 digits of lower-case hex.");
        }
        return new ReceiptHeader(Long.parseLong(form.group(1)), form.group(2));
    }

    /**
     * Searches exports for the record. The hash proves what the record contains, whatever stands around it.
     *
     * @return the record as JSON
     */
    public String find(List<String> exports, Inputs inputs) throws Broken, Unreadable {
        try (ExportLines lines = new ExportLines(exports, inputs)) {
            for (RecordLine record = lines.next(); record != null; record = lines.next()) {
                if (record.sequence() == sequence) {
                    if (isOf(record)) {
                        return lines.text();
                    }
                    throw lines.broken(new ChainBreak(sequence, "it is not the record of the receipt"));
                }
            }
            throw new Broken("The record " + sequence + " is not in " + String.join(", ", exports) + ".");
        }
    }

    private boolean isOf(RecordLine record) {
        byte[] content = record.canonical().hash(sequence, record.previousHash());
        return record.hash().equals(hash) && hash.equals(HexFormat.of().formatHex(content));
    }
}
