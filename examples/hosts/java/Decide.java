import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Decides a portfolio: java Decide PORTFOLIO TENANT DAY. By JNA, which passes a size_t as a long. */
public final class Decide {
    private static final NativeLibrary LIBRARY =
        NativeLibrary.getInstance(System.getenv().getOrDefault("TENURE_LIBRARY", "tenure"));

    /** Calls a function that may fail; the handle that it hands out, if it hands one out. */
    private static Pointer call(String name, boolean out, Object... arguments) {
        List<Object> given = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                given.add(bytes);
                given.add((long) bytes.length);
            } else {
                given.add(argument);
            }
        }
        PointerByReference handle = new PointerByReference();
        PointerByReference error = new PointerByReference();
        if (out) {
            given.add(handle);
        }
        given.add(error);
        int status = function(name).invokeInt(given.toArray());
        if (status != 0) {
            Pointer problem = error.getValue();
            String message = text("tenure_error_message", problem);
            free("error", problem);
            throw new IllegalStateException(status + ": " + message);
        }
        return handle.getValue();
    }

    private static Function function(String name) {
        return LIBRARY.getFunction(name);
    }

    private static String text(String name, Pointer handle) {
        Pointer start = (Pointer) function(name).invoke(Pointer.class, new Object[] {handle, null});
        return start.getString(0, "UTF-8");
    }

    private static void free(String kind, Pointer handle) {
        function("tenure_" + kind + "_free").invokeVoid(new Object[] {handle});
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            System.err.println("usage: Decide PORTFOLIO TENANT DAY");
            System.exit(2);
        }
        String portfolio = Files.readString(Path.of(arguments[0]));
        String about = Files.readString(Path.of(arguments[1]));
        String day = arguments[2];
        Pointer rulebook = call("tenure_rulebook_default", true);
        Pointer builder = call("tenure_builder_new", true, (Object) null);
        call("tenure_builder_rulebook", false, builder, rulebook);
        Pointer engine = call("tenure_builder_build", true, builder);
        Pointer session = call("tenure_session_new", true, engine);
        Pointer accounts = call("tenure_accounts_parse", true, null, portfolio);
        Pointer alone = call("tenure_tenant_parse", true, null, about);
        Pointer facts = call("tenure_facts_new", true, alone, day);
        call("tenure_facts_add", false, facts, accounts);
        Pointer tenant = call("tenure_facts_tenant", true, facts);
        Pointer decisions = call("tenure_decide", true, session, accounts, tenant, day);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print(text("tenure_decisions_jsonl", decisions));
        out.flush();
        free("decisions", decisions);
        free("tenant", tenant);
        free("facts", facts);
        free("tenant", alone);
        free("accounts", accounts);
        free("session", session);
        free("engine", engine);
        free("builder", builder);
        free("rulebook", rulebook);
    }
}
