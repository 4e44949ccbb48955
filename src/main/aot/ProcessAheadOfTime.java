import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * Lets Spring make the gateway's bean definitions ahead of time, and compiles them. Spring Boot's Maven plugin does the
 * same, but compiles with the Java that Maven runs on, which may be older than the gateway's.
 *
 * <p>Arguments: the directory to write to, and the release of Java. The gateway is on the class path.
 */
public final class ProcessAheadOfTime {

    private ProcessAheadOfTime() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Path sources = directory.resolve("sources");
        Path classes = directory.resolve("classes");
        SpringApplicationAotProcessor.main(new String[] {
            "dev.linkgate.gateway.LinkgateApplication",
            sources.toString(),
            directory.resolve("resources").toString(),
            classes.toString(),
            "dev.linkgate",
            "linkgate"
        });
        compile(sources, classes, arguments[1]);
        // Libraries may have begun threads that would go on.
        System.exit(0);
    }

    private static void compile(Path sources, Path classes, String release) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> found = Files.walk(sources)) {
            List<Path> written =
                    found.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "--release",
                    release,
                    "-nowarn",
                    "-proc:none");
            if (!compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(written))
                    .call()) {
                throw new IllegalStateException("What Spring has made does not compile");
            }
        }
    }
}
