/* Decides a portfolio by both doors: client PORTFOLIO TENANT DAY. Prints the decisions, one a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tenure.h"

static void must(tenure_status status, tenure_error **error) {
    if (status == TENURE_OK) return;
    fprintf(stderr, "%s: %s\n", tenure_status_name(status), tenure_error_message(*error, NULL));
    exit(1);
}

static char *file(const char *path) {
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t have = 0, got;
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

int main(int argc, char **argv) {
    tenure_error *error = NULL;
    tenure_rulebook *rulebook = NULL;
    tenure_builder *builder = NULL;
    tenure_engine *engine = NULL;
    tenure_tenant *alone = NULL, *tenant = NULL;
    tenure_accounts *accounts = NULL;
    tenure_facts *facts = NULL;
    tenure_session *session = NULL;
    tenure_decisions *prepared = NULL, *straight = NULL;
    size_t len = 0, other = 0;
    char *portfolio, *about;
    const char *text;
    if (argc != 4 || tenure_abi_check(TENURE_ABI_VERSION) != TENURE_OK) return 2;
    portfolio = file(argv[1]);
    about = file(argv[2]);

    must(tenure_rulebook_default(&rulebook, &error), &error);
    must(tenure_builder_new(NULL, &builder, &error), &error);
    must(tenure_builder_rulebook(builder, rulebook, &error), &error);
    must(tenure_builder_build(builder, &engine, &error), &error);
    must(tenure_tenant_parse(NULL, about, TENURE_NTS, &alone, &error), &error);
    must(tenure_accounts_parse(NULL, portfolio, TENURE_NTS, &accounts, &error), &error);
    must(tenure_facts_new(alone, argv[3], TENURE_NTS, &facts, &error), &error);
    must(tenure_facts_add(facts, accounts, &error), &error);
    must(tenure_facts_tenant(facts, &tenant, &error), &error);
    must(tenure_session_new(engine, &session, &error), &error);
    /* Handles keep what they need alive. */
    tenure_builder_free(builder);
    tenure_rulebook_free(rulebook);
    tenure_engine_free(engine);
    tenure_facts_free(facts);
    tenure_tenant_free(alone);

    must(tenure_decide(session, accounts, tenant, argv[3], TENURE_NTS, &prepared, &error), &error);
    must(tenure_decide_json(session, portfolio, strlen(portfolio), tenant, argv[3], TENURE_NTS, &straight, &error), &error);
    tenure_accounts_free(accounts);
    tenure_session_free(session);
    tenure_tenant_free(tenant);
    text = tenure_decisions_jsonl(prepared, &len);
    if (strcmp(text, tenure_decisions_jsonl(straight, &other)) != 0 || len != other || len != strlen(text)) return 3;
    fwrite(text, 1, len, stdout);
    tenure_decisions_free(prepared);
    tenure_decisions_free(straight);
    free(portfolio);
    free(about);
    return 0;
}
