<?php

// Sends one email with one-click unsubscribe. Follows the SDK's documentation, not run.
// composer require resend/resend-php

declare(strict_types=1);

require __DIR__ . '/vendor/autoload.php';
require __DIR__ . '/leave_link.php';

use function LeaveThisList\leaveLink;

$link = leaveLink(
    origin: 'https://acme.com',
    list: 'weekly',
    contact: 'e169aa45-1ecf-4183-9955-b1499d5701d3',
    secret: getenv('LINK_SECRET'),
    mailtoDomain: 'leave.acme.com',
);

$resend = Resend::client(getenv('RESEND_API_KEY'));

$email = $resend->emails->send([
    'from' => 'Acme <weekly@news.acme.com>',
    'to' => ['reader@example.com'],
    'subject' => 'The case for one empty drawer',
    'html' => "<p>…</p><p><a href=\"{$link['url']}\">Unsubscribe</a></p>",
    'headers' => $link['headers'],
]);

echo $email->id, PHP_EOL;
