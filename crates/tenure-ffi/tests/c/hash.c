/* Decides cases through the C library: hash FOLDER CASES. Of each case N it reads N.toml, N.tenant.json, N.jsonl and N.day,
   and prints the decisions, one a line, and an empty line behind them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tenure.h"

static void must(tenure_status status, tenure_error **error) {
    if (status == TENURE_OK) return;
    fprintf(stderr, "%s: %s\n", tenure_status_name(status), tenure_error_message(*error, NULL));
    exit(1);
}

static char *file(const char *folder, int number, const char *ending) {
    char path[4096];
    FILE *in;
    char *text = NULL;
    size_t have = 0, got;
    snprintf(path, sizeof path, "%s/%d%s", folder, number, ending);
    in = fopen(path, "rb");
    if (in == NULL) exit(2);
    do {
        text = realloc(text, have + 65537);
        if (text == NULL) exit(2);
        got = fread(text + have, 1, 65536, in);
        have += got;
    } while (got > 0);
    text[have] = 0;
    fclose(in);
    return text;
}

static void decide(const char *folder, int number) {
    tenure_error *error = NULL;
    tenure_rulebook *rulebook = NULL;
    tenure_builder *builder = NULL;
    tenure_engine *engine = NULL;
    tenure_tenant *tenant = NULL;
    tenure_session *session = NULL;
    tenure_decisions *decisions = NULL;
    size_t len = 0;
    char *name = file(folder, number, ".name"), *text = file(folder, number, ".toml");
    char *about = file(folder, number, ".tenant.json"), *accounts = file(folder, number, ".jsonl");
    char *day = file(folder, number, ".day");

    must(tenure_rulebook_parse(name, TENURE_NTS, text, TENURE_NTS, &rulebook, &error), &error);
    must(tenure_builder_new(NULL, &builder, &error), &error);
    must(tenure_builder_rulebook(builder, rulebook, &error), &error);
    must(tenure_builder_build(builder, &engine, &error), &error);
    must(tenure_tenant_parse(NULL, about, TENURE_NTS, &tenant, &error), &error);
    must(tenure_session_new(engine, &session, &error), &error);
    must(tenure_decide_json(session, accounts, strlen(accounts), tenant, day, TENURE_NTS, &decisions, &error), &error);
    printf("%s\n", tenure_decisions_jsonl(decisions, &len));

    tenure_decisions_free(decisions);
    tenure_session_free(session);
    tenure_tenant_free(tenant);
    tenure_engine_free(engine);
    tenure_builder_free(builder);
    tenure_rulebook_free(rulebook);
    free(name);
    free(text);
    free(about);
    free(accounts);
    free(day);
}

int main(int argc, char **argv) {
    int number;
    if (argc != 3 || tenure_abi_check(TENURE_ABI_VERSION) != TENURE_OK) return 2;
    for (number = 0; number < atoi(argv[2]); number++) decide(argv[1], number);
    return 0;
}
