// The nightly worker: node worker.js DATABASE TENANT DAY. Reads accounts in batches, decides them, writes what changed.
const fs = require('node:fs');
const Database = require('better-sqlite3');
const { call, answer, functions } = require('./tenure.js');

const BATCH = 20;
const [path, about, day] = process.argv.slice(2);
const db = new Database(path);
const query = db.prepare('SELECT position, json FROM account_today WHERE position > ? ORDER BY position LIMIT ?');
const write = db.prepare(
  'UPDATE account SET digest = @digest, decision = @text, actions = @actions, decided_on = @day, band = @band,' +
    ' probability_bp = @probability, next_action = @next, reasons = @reasons WHERE id = @id AND digest IS NOT @digest',
);

function* batches() {
  let position = 0;
  for (;;) {
    const rows = query.all(position, BATCH);
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
  return write.run({
    id: decision.account_id,
    digest: decision.digest,
    text,
    actions: answer('decisions_next_actions', [decisions, row]),
    day,
    band: decision.risk.band,
    probability: decision.risk.probability_bp,
    next: decision.actions[0]?.title.en ?? null,
    reasons: decision.contributions.map((given) => given.reason.en).join('; '),
  }).changes;
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
db.transaction(() => {
  for (const accounts of batches()) {
    const decisions = call('decide', [session, accounts, tenant, day], 'decisions');
    const rows = Number(functions.tenure_decisions_rows(decisions.pointer));
    for (let row = 0; row < rows; row++) {
      written += keep(decisions, row);
      decided += 1;
    }
  }
})();
console.error(`${decided} decided, ${written} written`);
for (const row of db.prepare('SELECT decision FROM account ORDER BY rowid').iterate()) {
  process.stdout.write(`${row.decision}\n`);
}
