import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns the class files of a jar that are in the form of Java 5 or older into that of Java 8, with the stack maps that
 * such files lack: Java's AOT cache takes no class without them, and its old verifier is slow. The code stays as it is.
 *
 * <p>Argument: the jar, which is changed.
 */
public final class NewClassFiles {

    /** Stack maps are made for methods that are written anew. */
    private static final ClassTransform NEW_VERSION = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
            .andThen(ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0)));

    private NewClassFiles() {}

    static void main(String[] arguments) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]));
                Stream<Path> files = Files.walk(jar.getPath("/"))) {
            List<Path> classes =
                    files.filter(file -> file.toString().endsWith(".class")).toList();
            ClassFile format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(classesOf(jar)));
            for (Path file : classes) {
                ClassModel old = format.parse(Files.readAllBytes(file));
                if (old.majorVersion() < ClassFile.JAVA_6_VERSION) {
                    Files.write(file, format.transformClass(old, NEW_VERSION));
                }
            }
        }
    }

    /** Stack maps name the common superclass of two types: one of the jar's, or of Java's. */
    private static ClassHierarchyResolver classesOf(FileSystem jar) {
        return ClassHierarchyResolver.ofResourceParsing(type -> open(jar, type))
                .orElse(ClassHierarchyResolver.defaultResolver());
    }

    private static InputStream open(FileSystem jar, ClassDesc type) {
        String descriptor = type.descriptorString();
        Path file = jar.getPath(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return Files.exists(file) ? Files.newInputStream(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
