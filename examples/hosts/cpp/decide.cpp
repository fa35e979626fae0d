// Decides a portfolio: decide PORTFOLIO TENANT DAY. Handles are freed by their destructors.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

#include <tenure.h>

template <typename T, void (*Free)(T *)>
struct Freed {
    void operator()(T *handle) const { Free(handle); }
};
template <typename T, void (*Free)(T *)>
using Handle = std::unique_ptr<T, Freed<T, Free>>;

// Calls a function that hands out a handle.
template <typename T, void (*Free)(T *), typename Call>
Handle<T, Free> made(Call call) {
    T *out = nullptr;
    tenure_error *error = nullptr;
    if (call(&out, &error) != TENURE_OK) {
        Handle<tenure_error, tenure_error_free> told(error);
        throw std::runtime_error(tenure_error_message(error, nullptr));
    }
    return Handle<T, Free>(out);
}
#define MADE(kind, call) \
    made<tenure_##kind, tenure_##kind##_free>([&](tenure_##kind **out, tenure_error **err) { return call; })

static std::string file(const char *path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(std::string("cannot read ") + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

int main(int argc, char **argv) try {
    if (argc != 4) {
        std::cerr << "usage: decide PORTFOLIO TENANT DAY\n";
        return 2;
    }
    const std::string portfolio = file(argv[1]), about = file(argv[2]), day = argv[3];
    auto rulebook = MADE(rulebook, tenure_rulebook_default(out, err));
    auto builder = MADE(builder, tenure_builder_new(nullptr, out, err));
    tenure_builder_rulebook(builder.get(), rulebook.get(), nullptr);
    auto engine = MADE(engine, tenure_builder_build(builder.get(), out, err));
    auto session = MADE(session, tenure_session_new(engine.get(), out, err));
    auto alone = MADE(tenant, tenure_tenant_parse(nullptr, about.data(), about.size(), out, err));
    auto accounts = MADE(accounts, tenure_accounts_parse(nullptr, portfolio.data(), portfolio.size(), out, err));
    auto facts = MADE(facts, tenure_facts_new(alone.get(), day.data(), day.size(), out, err));
    tenure_facts_add(facts.get(), accounts.get(), nullptr);
    auto tenant = MADE(tenant, tenure_facts_tenant(facts.get(), out, err));
    auto decisions =
        MADE(decisions, tenure_decide(session.get(), accounts.get(), tenant.get(), day.data(), day.size(), out, err));
    std::cout << tenure_decisions_jsonl(decisions.get(), nullptr);
} catch (const std::exception &failed) {
    std::cerr << failed.what() << '\n';
    return 1;
}
