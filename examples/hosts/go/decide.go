// Decides a portfolio: decide PORTFOLIO TENANT DAY.
package main

/*
#cgo pkg-config: tenure
#include <stdlib.h>
#include <tenure.h>
*/
import "C"

import (
	"fmt"
	"os"
	"unsafe"
)

// must ends the program with what the library says of a failure.
func must(status C.tenure_status, err **C.tenure_error) {
	if status == C.TENURE_OK {
		return
	}
	fmt.Fprintln(os.Stderr, C.GoString(C.tenure_error_message(*err, nil)))
	C.tenure_error_free(*err)
	os.Exit(1)
}

// text is a copy of bytes that C can read, and their number.
func text(bytes []byte) (*C.char, C.size_t) {
	return (*C.char)(C.CBytes(bytes)), C.size_t(len(bytes))
}

func file(path string) []byte {
	bytes, err := os.ReadFile(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return bytes
}

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: decide PORTFOLIO TENANT DAY")
		os.Exit(2)
	}
	var err *C.tenure_error
	var rulebook *C.tenure_rulebook
	var builder *C.tenure_builder
	var engine *C.tenure_engine
	var session *C.tenure_session
	var accounts *C.tenure_accounts
	var alone, tenant *C.tenure_tenant
	var facts *C.tenure_facts
	var decisions *C.tenure_decisions
	portfolio, portfolioLen := text(file(os.Args[1]))
	about, aboutLen := text(file(os.Args[2]))
	day, dayLen := text([]byte(os.Args[3]))
	for _, copied := range []*C.char{portfolio, about, day} {
		defer C.free(unsafe.Pointer(copied))
	}

	must(C.tenure_rulebook_default(&rulebook, &err), &err)
	defer C.tenure_rulebook_free(rulebook)
	must(C.tenure_builder_new(nil, &builder, &err), &err)
	defer C.tenure_builder_free(builder)
	must(C.tenure_builder_rulebook(builder, rulebook, &err), &err)
	must(C.tenure_builder_build(builder, &engine, &err), &err)
	defer C.tenure_engine_free(engine)
	must(C.tenure_session_new(engine, &session, &err), &err)
	defer C.tenure_session_free(session)
	must(C.tenure_accounts_parse(nil, portfolio, portfolioLen, &accounts, &err), &err)
	defer C.tenure_accounts_free(accounts)
	must(C.tenure_tenant_parse(nil, about, aboutLen, &alone, &err), &err)
	defer C.tenure_tenant_free(alone)
	must(C.tenure_facts_new(alone, day, dayLen, &facts, &err), &err)
	defer C.tenure_facts_free(facts)
	must(C.tenure_facts_add(facts, accounts, &err), &err)
	must(C.tenure_facts_tenant(facts, &tenant, &err), &err)
	defer C.tenure_tenant_free(tenant)
	must(C.tenure_decide(session, accounts, tenant, day, dayLen, &decisions, &err), &err)
	defer C.tenure_decisions_free(decisions)

	var length C.size_t
	lines := C.tenure_decisions_jsonl(decisions, &length)
	os.Stdout.Write(C.GoBytes(unsafe.Pointer(lines), C.int(length)))
}
