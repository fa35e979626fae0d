# Decides a portfolio: ruby decide.rb PORTFOLIO TENANT DAY. The flat twin of the header tells every function.
require "ffi"

module Tenure
  extend FFI::Library
  ffi_lib ENV.fetch("TENURE_LIBRARY", "libtenure.so.1")
  HEADER = ENV.fetch("TENURE_HEADER", File.join(__dir__, "../../../crates/tenure-ffi/include/tenure.flat.h"))
  TYPES = { "tenure_status" => :int32, "uint32_t" => :uint32, "int64_t" => :int64, "size_t" => :size_t, "void" => :void }.freeze

  def self.type(text)
    return TYPES.fetch(text.split.first) unless text.include?("*")

    text.start_with?("const char *") ? :string : :pointer
  end

  File.read(HEADER).scan(/^([^\n(}]*?)(tenure_\w+)\(([^)]*)\);/) do |returns, name, arguments|
    arguments = arguments == "void" ? [] : arguments.split(", ")
    # Text goes in with its length, NULs and all.
    attach_function name, arguments.map { |one| one.include?("*") ? :pointer : type(one) }, type(returns.strip)
  end

  # Calls a function that may fail; the handle of the kind `out` that it hands out, freed with the last reference to it.
  def self.call(name, *arguments, out: nil)
    handle, error = Array.new(2) { FFI::MemoryPointer.new(:pointer) }
    given = arguments.flat_map do |one|
      one.is_a?(String) ? [FFI::MemoryPointer.from_string(one), one.bytesize] : [one]
    end
    status = public_send("tenure_#{name}", *given, *(out ? [handle] : []), error)
    unless status.zero?
      problem = FFI::AutoPointer.new(error.read_pointer, method(:tenure_error_free))
      raise "#{tenure_status_name(status)}: #{tenure_error_message(problem, nil)}"
    end
    FFI::AutoPointer.new(handle.read_pointer, method("tenure_#{out}_free")) if out
  end
end

abort 'usage: decide.rb PORTFOLIO TENANT DAY' unless ARGV.length == 3
portfolio, about, day = ARGV
rulebook = Tenure.call(:rulebook_default, out: :rulebook)
builder = Tenure.call(:builder_new, nil, out: :builder)
Tenure.call(:builder_rulebook, builder, rulebook)
session = Tenure.call(:session_new, Tenure.call(:builder_build, builder, out: :engine), out: :session)
accounts = Tenure.call(:accounts_parse, nil, File.read(portfolio), out: :accounts)
alone = Tenure.call(:tenant_parse, nil, File.read(about), out: :tenant)
facts = Tenure.call(:facts_new, alone, day, out: :facts)
Tenure.call(:facts_add, facts, accounts)
tenant = Tenure.call(:facts_tenant, facts, out: :tenant)
decisions = Tenure.call(:decide, session, accounts, tenant, day, out: :decisions)
print Tenure.tenure_decisions_jsonl(decisions, nil)
