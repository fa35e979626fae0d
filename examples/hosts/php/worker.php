<?php
// The nightly worker: php worker.php DSN TENANT DAY, such as sqlite:crm.db or mysql:host=localhost;dbname=crm.
// Reads accounts in batches, decides them, writes what changed.
declare(strict_types=1);

const BATCH = 20;

if ($argc !== 4) {
    fwrite(STDERR, "usage: php worker.php DSN TENANT DAY\n");
    exit(2);
}
[, $dsn, $about, $day] = $argv;
$header = getenv('TENURE_HEADER') ?: __DIR__ . '/../../../crates/tenure-ffi/include/tenure.flat.h';
$tenure = FFI::cdef(file_get_contents($header), getenv('TENURE_LIBRARY') ?: 'libtenure.so.1');
if ($tenure->tenure_abi_check($tenure->TENURE_ABI_VERSION) !== 0) {
    fwrite(STDERR, "the library speaks another interface\n");
    exit(2);
}

/** Calls a function that may fail; the handle of the kind `$out` that it hands out. */
function call(string $function, array $arguments, ?string $out = null): ?FFI\CData
{
    global $tenure;
    $error = $tenure->new('tenure_error *');
    $places = [];
    if ($out !== null) {
        $handle = $tenure->new("tenure_$out *");
        $places[] = FFI::addr($handle);
    }
    $given = [];
    foreach ($arguments as $argument) {
        array_push($given, ...(is_string($argument) ? [$argument, strlen($argument)] : [$argument]));
    }
    $status = $tenure->{"tenure_$function"}(...$given, ...$places, ...[FFI::addr($error)]);
    if ($status === 0) {
        return $out === null ? null : $handle;
    }
    $message = $tenure->tenure_error_message($error, null);
    $tenure->tenure_error_free($error);
    throw new RuntimeException($message, $status);
}

/** The accounts, batch by batch. */
function batches(PDO $db): Generator
{
    global $tenure;
    $query = $db->prepare('SELECT position, json FROM account_today WHERE position > ? ORDER BY position LIMIT ' . BATCH);
    for ($position = 0; ; ) {
        $query->execute([$position]);
        $rows = $query->fetchAll(PDO::FETCH_NUM);
        if ($rows === []) {
            return;
        }
        $position = end($rows)[0];
        $accounts = call('accounts_parse', [null, implode("\n", array_column($rows, 1))], 'accounts');
        yield $accounts;
        $tenure->tenure_accounts_free($accounts);
    }
}

/** Writes a decision unless its digest is the one that is there; how many rows that changed. */
function keep(PDOStatement $write, FFI\CData $decisions, int $row, string $day): int
{
    global $tenure;
    $text = $tenure->tenure_decisions_row_json($decisions, $row, null);
    if ($tenure->tenure_decisions_status($decisions, $row) !== 0) {
        fwrite(STDERR, "refused: $text\n");
        return 0;
    }
    $decision = json_decode($text, true);
    $actions = call('decisions_next_actions', [$decisions, $row], 'text');
    $reasons = array_map(fn ($given) => $given['reason']['en'], $decision['contributions']);
    $write->execute([
        $decision['digest'], $text, $tenure->tenure_text_data($actions, null), $day, $decision['risk']['band'],
        $decision['risk']['probability_bp'], $decision['actions'][0]['title']['en'] ?? null, implode('; ', $reasons),
        $decision['account_id'], $decision['digest'],
    ]);
    $tenure->tenure_text_free($actions);
    return $write->rowCount();
}

$db = new PDO($dsn, getenv('DB_USER') ?: null, getenv('DB_PASSWORD') ?: null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$rulebook = call('rulebook_default', [], 'rulebook');
$builder = call('builder_new', [null], 'builder');
call('builder_rulebook', [$builder, $rulebook]);
$engine = call('builder_build', [$builder], 'engine');
$session = call('session_new', [$engine], 'session');
$alone = call('tenant_parse', [null, file_get_contents($about)], 'tenant');

// What became of all accounts, before any is decided.
$facts = call('facts_new', [$alone, $day], 'facts');
foreach (batches($db) as $accounts) {
    call('facts_add', [$facts, $accounts]);
}
$tenant = call('facts_tenant', [$facts], 'tenant');

$write = $db->prepare('UPDATE account SET digest = ?, decision = ?, actions = ?, decided_on = ?, band = ?,'
    . ' probability_bp = ?, next_action = ?, reasons = ? WHERE id = ? AND (digest IS NULL OR digest <> ?)');
$db->beginTransaction();
$decided = $written = 0;
foreach (batches($db) as $accounts) {
    $decisions = call('decide', [$session, $accounts, $tenant, $day], 'decisions');
    for ($row = 0; $row < $tenure->tenure_decisions_rows($decisions); $row++) {
        $written += keep($write, $decisions, $row, $day);
        $decided++;
    }
    $tenure->tenure_decisions_free($decisions);
}
$db->commit();
fwrite(STDERR, "$decided decided, $written written\n");
foreach ($db->query('SELECT decision FROM account ORDER BY position') as [$decision]) {
    echo $decision, "\n";
}
foreach (['facts' => [$facts], 'tenant' => [$tenant, $alone], 'session' => [$session], 'engine' => [$engine],
    'builder' => [$builder], 'rulebook' => [$rulebook]] as $kind => $handles) {
    foreach ($handles as $handle) {
        $tenure->{"tenure_{$kind}_free"}($handle);
    }
}
