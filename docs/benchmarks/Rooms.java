import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Prints the shares of a recording's samples that belong to each room of the gateway, a line for each: the room, its share
 * of processor time, its share of allocations. A sample belongs to the room of the innermost frame that is the gateway's,
 * or if there is none, to the library of the innermost frame of one.
 *
 * <p>Argument: the recording.
 */
public final class Rooms {

    private static final Pattern ROOM = Pattern.compile("dev\\.linkgate\\.(?:gateway\\.)?([a-z]+)\\..*");
    private static final Map<String, String> LIBRARIES =
            Map.of("org.apache.", "Tomcat", "io.netty.", "Netty", "reactor.", "Reactor", "org.springframework.", "Spring");
    private static final String OTHER = "Java";

    private Rooms() {}

    static void main(String[] arguments) throws Exception {
        Map<String, int[]> rooms = new TreeMap<>();
        int[] all = new int[2];
        List<String> kinds = List.of("jdk.CPUTimeSample", "jdk.ObjectAllocationSample");
        try (RecordingFile recording = new RecordingFile(Path.of(arguments[0]))) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                int kind = kinds.indexOf(event.getEventType().getName());
                if (kind >= 0) {
                    rooms.computeIfAbsent(room(event.getStackTrace()), room -> new int[2])[kind]++;
                    all[kind]++;
                }
            }
        }
        rooms.forEach((room, samples) -> System.out.printf(
                "%s %.4f %.4f%n", room, (double) samples[0] / all[0], (double) samples[1] / all[1]));
    }

    private static String room(RecordedStackTrace stack) {
        String library = OTHER;
        for (RecordedFrame frame : stack == null ? List.<RecordedFrame>of() : stack.getFrames()) {
            String type = frame.getMethod().getType().getName();
            Matcher room = ROOM.matcher(type);
            if (room.matches()) {
                return room.group(1);
            }
            if (library.equals(OTHER)) {
                library = LIBRARIES.keySet().stream()
                        .filter(type::startsWith)
                        .findFirst()
                        .map(LIBRARIES::get)
                        .orElse(OTHER);
            }
        }
        return library;
    }
}
