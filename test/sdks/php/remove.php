<?php

declare(strict_types=1);

require __DIR__ . '/vendor/autoload.php';

[, $segment, $contact, $email] = $argv;
$resend = Resend::client(getenv('RESEND_API_KEY'));

$resend->contacts->segments->remove(contact: $contact, segmentId: $segment);
$resend->contacts->segments->remove(contact: $email, segmentId: $segment);
