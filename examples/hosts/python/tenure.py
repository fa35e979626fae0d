"""Tenure by ctypes alone: nothing to install but the library."""

import ctypes
from ctypes import byref, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_void_p

ABI = (1 << 16) + 2


class Failed(Exception):
    """What the library refused: its number, its sentence, and the whole as JSON."""

    def __init__(self, status, message, json):
        super().__init__(message)
        self.status, self.json = status, json


class Handle:
    """What the library made; freed with the last reference to it."""

    def __init__(self, library, kind, pointer):
        self.library, self.kind, self.pointer = library, kind, pointer

    def __del__(self):
        self.library.plain(f"tenure_{self.kind}_free", None, self.pointer)


class Library:
    def __init__(self, path="libtenure.so.1"):
        self.loaded = ctypes.CDLL(path)
        if self.plain("tenure_abi_check", c_int32, c_uint32(ABI)) != 0:
            raise RuntimeError(f"{path} speaks another interface")

    def plain(self, name, returns, *arguments):
        """Calls a function that cannot fail."""
        function = getattr(self.loaded, name)
        function.restype = returns
        return function(*arguments)

    def call(self, name, *arguments, out=None):
        """Calls a function that may fail; the handle that it hands out, of the kind `out`."""
        error, handle, given = c_void_p(), c_void_p(), []
        for argument in arguments:
            if isinstance(argument, str):
                data = argument.encode()
                given += [c_char_p(data), c_size_t(len(data))]
            elif isinstance(argument, int):
                given.append(c_size_t(argument))
            else:
                given.append(argument.pointer if argument else None)
        places = [byref(handle)] if out else []
        status = self.plain(name, c_int32, *given, *places, byref(error))
        if status == 0:
            return Handle(self, out, handle) if out else None
        problem = Handle(self, "error", error)
        raise Failed(status, self.text("tenure_error_message", problem), self.text("tenure_error_json", problem))

    def text(self, name, handle, *row):
        """A text that a handle shows, or None."""
        length = c_size_t()
        rows = [c_size_t(number) for number in row]
        start = self.plain(name, c_void_p, handle.pointer, *rows, byref(length))
        return None if start is None else ctypes.string_at(start, length.value).decode()

    def answer(self, name, *arguments):
        """The text of an answer."""
        return self.text("tenure_text_data", self.call(name, *arguments, out="text"))

    def number(self, name, handle, *row):
        return self.plain(name, c_int64, handle.pointer, *[c_size_t(number) for number in row])

    def refused(self, decisions, row):
        return self.plain("tenure_decisions_status", c_int32, decisions.pointer, c_size_t(row)) != 0

    def engine(self, rulebook=None):
        """An engine of a rulebook's text, or of the shipped one."""
        if rulebook is None:
            parsed = self.call("tenure_rulebook_default", out="rulebook")
        else:
            parsed = self.call("tenure_rulebook_parse", "rulebook.toml", rulebook, out="rulebook")
        builder = self.call("tenure_builder_new", None, out="builder")
        self.call("tenure_builder_rulebook", builder, parsed)
        return self.call("tenure_builder_build", builder, out="engine")
