# Makes a library that calls another one in its place and keeps the time, from the header without directives: C on the
# output. At the end it writes a line for each function that was called, with its calls and seconds, into $TENURE_TIMES.
BEGIN {
    print "#define _GNU_SOURCE\n#include <dlfcn.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>"
    print "#include <stdlib.h>\n#include <time.h>"
}
{ print }
/^[a-z].*tenure_[a-z_]+\(.*\);$/ && !/^typedef/ {
    match($0, /tenure_[a-z_]+\(/)
    name[++count] = substr($0, RSTART, RLENGTH - 1)
    returns[count] = substr($0, 1, RSTART - 1)
    takes[count] = substr($0, RSTART + RLENGTH, length($0) - RSTART - RLENGTH - 1)
}
# The names of parameters, without their types.
function arguments(parameters, all, number, i, list) {
    if (parameters == "void") return ""
    number = split(parameters, all, ",")
    for (i = 1; i <= number; i++) {
        sub(/.*[ *]/, "", all[i])
        list = list (i > 1 ? ", " : "") all[i]
    }
    return list
}
END {
    print "static struct { const char *name; long calls; double seconds; } kept[" count "];"
    print "static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec / 1e9; }"
    print "static void *real(const char *name) {"
    print "  static void *library;"
    print "  if (!library) library = dlopen(getenv(\"TENURE_REAL\"), RTLD_NOW | RTLD_LOCAL);"
    print "  void *found = library ? dlsym(library, name) : NULL;"
    print "  if (!found) { fprintf(stderr, \"%s\\n\", dlerror()); abort(); }"
    print "  return found;"
    print "}"
    for (i = 1; i <= count; i++) {
        nothing = returns[i] ~ /^void *$/
        print returns[i] name[i] "(" takes[i] ") {"
        print "  static " returns[i] "(*call)(" takes[i] ");"
        print "  if (!call) call = (" returns[i] "(*)(" takes[i] "))real(\"" name[i] "\");"
        print "  double begin = now();"
        print "  " (nothing ? "" : returns[i] "answer = ") "call(" arguments(takes[i]) ");"
        print "  kept[" i - 1 "].name = \"" name[i] "\", kept[" i - 1 "].calls++, kept[" i - 1 "].seconds += now() - begin;"
        print (nothing ? "" : "  return answer;\n") "}"
    }
    print "__attribute__((destructor)) static void tell(void) {"
    print "  FILE *file = getenv(\"TENURE_TIMES\") ? fopen(getenv(\"TENURE_TIMES\"), \"w\") : NULL;"
    print "  for (int i = 0; file && i < " count "; i++)"
    print "    if (kept[i].calls) fprintf(file, \"%s %ld %.6f\\n\", kept[i].name, kept[i].calls, kept[i].seconds);"
    print "  if (file) fclose(file);"
    print "}"
}
