<?php
require $argv[1];
foreach (array_chunk(array_slice(explode("\x1f", stream_get_contents(STDIN)), 0, -1), 5) as $fields) {
    $fields[4] = $fields[4] === '' ? null : $fields[4];
    try {
        $link = LeaveThisList\leaveLink(...$fields);
        echo implode("\t", ['made', $link['url'], ...array_values($link['headers'])]), "\n";
    } catch (InvalidArgumentException $error) {
        echo "refused\t{$error->getMessage()}\n";
    }
}
