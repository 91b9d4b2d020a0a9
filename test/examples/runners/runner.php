<?php

declare(strict_types=1);

require $argv[1] . '/leave_link.php';

foreach (array_chunk(explode("\0", stream_get_contents(STDIN)), 5) as $fields) {
    if (count($fields) < 5) {
        break;
    }
    [$origin, $list, $contact, $secret, $domain] = $fields;
    try {
        $link = LeaveThisList\leaveLink($origin, $list, $contact, $secret, $domain === '' ? null : $domain);
        $headers = $link['headers'];
        echo "made\t{$link['url']}\t{$headers['List-Unsubscribe']}\t{$headers['List-Unsubscribe-Post']}\n";
    } catch (InvalidArgumentException $error) {
        echo "refused\t{$error->getMessage()}\n";
    }
}
