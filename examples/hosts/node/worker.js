// The nightly worker: node worker.js DATABASE TENANT DAY. Reads accounts in batches, decides them, writes what changed.
const fs = require('node:fs');
const { Database } = require('node-sqlite3-wasm');
const { call, answer, functions } = require('./tenure.js');

const BATCH = 20;
// Beside a failure Node shows the line that threw it: of the database's driver, that is all of it.
process.on('uncaughtException', (failed) => {
  console.error(failed.message);
  process.exit(1);
});
if (process.argv.length !== 5) {
  console.error('usage: node worker.js DATABASE TENANT DAY');
  process.exit(2);
}
const [path, about, day] = process.argv.slice(2);
const db = new Database(path, { fileMustExist: true });
const query = 'SELECT position, json FROM account_today WHERE position > ? ORDER BY position LIMIT ?';
const write =
  'UPDATE account SET digest = ?, decision = ?, actions = ?, decided_on = ?, band = ?, probability_bp = ?,' +
  ' next_action = ?, reasons = ? WHERE id = ? AND digest IS NOT ?';

function* batches() {
  let position = 0;
  for (;;) {
    const rows = db.all(query, [position, BATCH]);
    if (rows.length === 0) return;
    position = rows[rows.length - 1].position;
    yield call('accounts_parse', [null, rows.map((row) => row.json).join('\n')], 'accounts');
  }
}

// Writes a decision unless its digest is the one that is there; how many rows that changed.
function keep(decisions, row) {
  const text = functions.tenure_decisions_row_json(decisions.pointer, row, null);
  if (functions.tenure_decisions_status(decisions.pointer, row) !== 0) {
    console.error(`refused: ${text}`);
    return 0;
  }
  const decision = JSON.parse(text);
  return db.run(write, [
    decision.digest,
    text,
    answer('decisions_next_actions', [decisions, row]),
    day,
    decision.risk.band,
    decision.risk.probability_bp,
    decision.actions[0]?.title.en ?? null,
    decision.contributions.map((given) => given.reason.en).join('; '),
    decision.account_id,
    decision.digest,
  ]).changes;
}

const builder = call('builder_new', [null], 'builder');
call('builder_rulebook', [builder, call('rulebook_default', [], 'rulebook')]);
const session = call('session_new', [call('builder_build', [builder], 'engine')], 'session');
const alone = call('tenant_parse', [null, fs.readFileSync(about, 'utf8')], 'tenant');

// What became of all accounts, before any is decided.
const facts = call('facts_new', [alone, day], 'facts');
for (const accounts of batches()) call('facts_add', [facts, accounts]);
const tenant = call('facts_tenant', [facts], 'tenant');

let decided = 0;
let written = 0;
db.exec('BEGIN');
for (const accounts of batches()) {
  const decisions = call('decide', [session, accounts, tenant, day], 'decisions');
  const rows = Number(functions.tenure_decisions_rows(decisions.pointer));
  for (let row = 0; row < rows; row++) {
    written += keep(decisions, row);
    decided += 1;
  }
}
db.exec('COMMIT');
console.error(`${decided} decided, ${written} written`);
for (const row of db.all('SELECT decision FROM account ORDER BY position')) {
  process.stdout.write(`${row.decision}\n`);
}
db.close();
