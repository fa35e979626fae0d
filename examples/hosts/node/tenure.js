// Tenure by koffi. The flat twin of the header tells every function.
const fs = require('node:fs');
const path = require('node:path');
const koffi = require('koffi');

const header = process.env.TENURE_HEADER || path.join(__dirname, '../../../crates/tenure-ffi/include/tenure.flat.h');
const library = koffi.load(process.env.TENURE_LIBRARY || 'libtenure.so.1');
const text = fs.readFileSync(header, 'utf8');
const numbers = Object.fromEntries([...text.matchAll(/(TENURE_\w+) = (\d+),/g)].map(([, name, number]) => [name, +number]));

koffi.alias('tenure_status', 'int32_t');
for (const [, name] of text.matchAll(/typedef struct (\w+) \w+;/g)) koffi.opaque(name);
const functions = {};
for (const [line, name] of text.matchAll(/^[^\n(}]*?(tenure_\w+)\([^)]*\);/gm)) {
  // What is handed out is written to; bytes go in as they are. Arrow's structs are made by an Arrow library: a pointer to one.
  const flat = line.replace(/(?:const )?struct Arrow\w+ \*/g, 'void *');
  const shape = flat.replace(/(tenure_\w+ \*\*)(out|err)/g, '_Out_ $1$2').replace(/size_t \*len/, '_Out_ size_t *len');
  functions[name] = library.func(shape.replace(/;$/, ''));
}
if (functions.tenure_abi_check(numbers.TENURE_ABI_VERSION) !== 0) throw new Error('the library speaks another interface');

// What is freed when nobody refers to it any more.
const forgotten = new FinalizationRegistry(([kind, pointer]) => functions[`tenure_${kind}_free`](pointer));

// Calls a function that may fail; the handle of the kind `out` that it hands out.
function call(name, args, out) {
  const error = [null];
  const handle = [null];
  const given = args.flatMap((one) => {
    if (typeof one === 'string') return [one, Buffer.byteLength(one)];
    return [one && one.pointer !== undefined ? one.pointer : one];
  });
  const status = functions[`tenure_${name}`](...given, ...(out ? [handle] : []), error);
  if (status !== 0) {
    const failed = new Error(functions.tenure_error_message(error[0], null));
    failed.status = status;
    functions.tenure_error_free(error[0]);
    throw failed;
  }
  if (!out) return undefined;
  const made = { pointer: handle[0] };
  forgotten.register(made, [out, handle[0]]);
  return made;
}

// The text of an answer.
function answer(name, args) {
  const made = call(name, args, 'text');
  return functions.tenure_text_data(made.pointer, null);
}

module.exports = { call, answer, functions };
