"""What looks like a secret is found, what only speaks of one is not, and no text makes the search slow."""

from __future__ import annotations

import time

import pytest

from quality_gate.model.secrets import (
    Hit,
    hits,
    known_hits,
    looks_secret,
    masked,
    secret_values,
    without_overlap,
    worth_hiding,
)

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.abcDEF123_-x"


@pytest.mark.parametrize(
    ("text", "left", "kind"),
    [
        ("key AKIAIOSFODNN7EXAMPLE.", "key ***.", "AWS access key"),
        ("ghs_" + "a" * 36, "***", "GitHub token"),
        ("github_pat_" + "a1_" * 10, "***", "GitHub token"),
        ("glpat-" + "a1b2" * 5, "***", "GitLab token"),
        ("xoxb-1234567890-abc", "***", "Slack token"),
        (
            "https://hooks.slack.com/services/T000/B000/abcdefghijk",
            "https://hooks.slack.com/services/***",
            "Slack webhook",
        ),
        ("sk_live_" + "a1b2" * 5, "***", "Stripe key"),
        ("whsec_" + "a1b2" * 5, "***", "Stripe webhook secret"),
        ("AIza" + "a" * 35, "***", "Google API key"),
        ("npm_" + "a" * 36, "***", "npm token"),
        ("pypi-" + "a" * 60, "***", "PyPI token"),
        ("hf_" + "a" * 34, "***", "Hugging Face token"),
        ("glptt-" + "a1b2" * 10, "***", "GitLab token"),
        ("dckr_pat_" + "aB1-" * 7, "***", "Docker token"),
        ("dop_v1_" + "a1" * 32, "***", "DigitalOcean token"),
        ("shpat_" + "a1" * 16, "***", "Shopify token"),
        ("ATATT3xFf" + "aB1=" * 10, "***", "Atlassian token"),
        ("hvs." + "aB1_" * 6, "***", "Vault token"),
        ("GOCSPX-" + "aB1_" * 7, "***", "Google client secret"),
        ("ya29." + "aB1_" * 7, "***", "Google access token"),
        ("AGE-SECRET-KEY-1" + "Q" * 58, "***", "age key"),
        ("glsa_" + "aB1_" * 10, "***", "Grafana token"),
        ("sntrys_" + "aB1_" * 10, "***", "Sentry token"),
        ("figd_" + "aB1_" * 8, "***", "Figma token"),
        ("gsk_" + "aB1c" * 10, "***", "API key"),
        ("xai-" + "aB1c" * 10, "***", "API key"),
        ("SG." + "a" * 22 + "." + "b" * 43, "***", "SendGrid key"),
        ("sk-proj-" + "a1b2" * 6, "***", "API key"),
        ("123456789:AA" + "a" * 33, "***", "Telegram token"),
        (f"got {JWT}", "got ***", "JSON web token"),
        (
            "REDIS_URL=redis://:p@ss7word@host:6379/0",
            "REDIS_URL=redis://:***@host:6379/0",
            "password in an address",
        ),
        ("postgres://user:hunter2@db/x", "postgres://user:***@db/x", "password in an address"),
        ("Authorization: Bearer abcdef1234567890", "Authorization: Bearer ***", "authorization"),
        ("Authorization: Basic dXNlcjpwYXNzMTI=", "Authorization: Basic ***", "authorization"),
        ("password=hunter22", "password=***", "named secret"),
        ('"api_key": "abcdef123456"', '"api_key": "***"', "named secret"),
        ('"api_key": "abc\\\\def123456"', '"api_key": "***"', "named secret"),
        (r"{\"password\": \"S3cretS3cret\"}", r"{\"password\": \"***\"}", "named secret"),
        ('token="' + "a1b2" * 300 + '" x', 'token="***" x', "named secret"),
        ("DB_PASSWORD='abcdef123456'", "DB_PASSWORD='***'", "named secret"),
        ("requirepass: s3cr3t-enough", "requirepass: ***", "named secret"),
        ("client_secret => a1b2c3d4", "client_secret => ***", "named secret"),
        ("<password>q7</password>", "<password>***</password>", "named secret"),
        ("<db:Pwd2>\n hunter2&amp; \n</db:Pwd2>", "<db:Pwd2>\n *** \n</db:Pwd2>", "named secret"),
        (
            "<a><client-secret type='t'>a1b2-c3d4</client-secret></a>",
            "<a><client-secret type='t'>***</client-secret></a>",
            "named secret",
        ),
        ("<apiKey><![CDATA[a1]b2c3]]></apiKey>", "<apiKey><![CDATA[***]]></apiKey>", "named secret"),
        ("<refresh_token>abc.def</refresh_token>", "<refresh_token>***</refresh_token>", "named secret"),
        ("&lt;api-key&gt;a1b2c3&lt;/api-key&gt;", "&lt;api-key&gt;***&lt;/api-key&gt;", "named secret"),
        (
            '&lt;password id="1"&gt;hunter22x&lt;/password&gt;',
            '&lt;password id="1"&gt;***&lt;/password&gt;',
            "named secret",
        ),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES\nMIIabc=\n-----END RSA PRIVATE KEY-----\nx",
            "***\nx",
            "private key",
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIabc", "***", "private key"),
    ],
)
def test_a_secret_is_found_and_hidden(text: str, left: str, kind: str) -> None:
    found = hits(text)
    assert [hit.kind for hit in found] == [kind]
    assert masked(text, found) == left


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("token=", " x"),
        ('token="', '" x'),
        ("token='", "' x"),
        (r"{\"token\": \"", r"\"} x"),
        ("Authorization: Bearer ", " x"),
        ("Authorization: Basic ", " x"),
    ],
)
def test_a_secret_is_hidden_to_its_end_however_long_it_is(before: str, behind: str) -> None:
    text = f"{before}{'a1b2' * 5_000}{behind}"

    assert masked(text, hits(text)) == f"{before}***{behind}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "max_tokens=4096",
        "tokens: 12345678",
        "Password: incorrect",
        "token expired",
        "secret: ${DB_PASSWORD}",
        "password: {{ vault.password }}",
        "token=<your-token>",
        "password=********",
        "password = None",
        "token = request.headers['x']",
        "password: str = field()",
        "https://user:***@host/",
        "https://host:8080/a@b",
        "test_token_refresh passed",
        "bearer authentication failed",
        "sk-learn-contrib-something-long",
        "task_live_" + "a" * 20,
        "see eyJ in the docs",
        "<password></password>",
        "<password>${DB_PASSWORD}</password>",
        "<password>changeme</password> &lt;secret&gt;********&lt;/secret&gt;",
        "<token>if</token>",
        "<token>end of the input</token>",
        "<tokenType>Standard</tokenType>",
        "<label for='password'>Password</label>",
        "<password>never closed",
        "<maxTokens>4096</maxTokens>",
    ],
)
def test_what_only_speaks_of_secrets_stays(text: str) -> None:
    assert hits(text) == []


@pytest.mark.parametrize(
    "piece",
    [
        *("-eyJ", "eyJa", "token", "token-a", "token   :  ", "://", "://a:", "-----BEGIN PRIVATE KEY-----"),
        *(
            "<password>",
            "<password a",
            "</",
            "<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "<pwd>]]",
            "<secret>  ",
        ),
        *("&lt;/token&gt;", "&lt;/pass", "</password>"),
        *("&lt;password a", "&lt;password a=&gt"),
        *("password=a", "bearer ", "sk-", "A", "xox", "authorization:", "sg.", "0", ":aa", "gh", "SG.a."),
        *('token="', "token='a", "token=\"token='", "bearer a1a1a1a1a1a1.", "authorization:basic a"),
    ],
)
def test_no_text_makes_the_search_slow(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    started = time.process_time()
    hits(text)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "name",
    [
        *("DB_PASSWORD", "GITHUB_TOKEN", "API_KEY", "AWS_SECRET_ACCESS_KEY", "DB_PASS", "DB_PWD", "apiKey"),
        *("STRIPE_KEY", "SECRETS", "dbPassword", "GITHUB_PAT", "PGPASSWORD", "redis-password"),
        *("SIGNING_KEYS", "PASSPHRASE", "MYSECRET"),
    ],
)
def test_a_name_that_tells_of_a_secret(name: str) -> None:
    assert looks_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "PWD",
            "OLDPWD",
            "TOKEN_URL",
            "SORT_KEY",
            "AWS_ACCESS_KEY_ID",
            "SSH_AUTH_SOCK",
            "PATH",
            "MONKEY",
            "KEY",
        ),
        *("KEYCLOAK_HOST", "SECRET_NAME", "PASSWORD_FILE", "MAX_TOKENS_LIMIT", "PUBLIC_KEY", "_", "PASSED"),
    ],
)
def test_a_name_that_tells_of_none(name: str) -> None:
    assert not looks_secret(name)


def test_values_of_secret_variables_the_longest_first() -> None:
    variables = {
        "DB_PASSWORD": "hunter2-and-more",
        "API_TOKEN": "hunter2-x",
        "PIN_SECRET": "1234",
        "PG_PASSWORD": "postgres",
        "HOME": "/home/somebody-else",
        "SIGNING_KEY": "line-one-1\n\n  line-two-22\n",
    }
    assert secret_values(variables) == (
        ("DB_PASSWORD", "hunter2-and-more"),
        ("SIGNING_KEY", "line-two-22"),
        ("SIGNING_KEY", "line-one-1"),
        ("API_TOKEN", "hunter2-x"),
    )


@pytest.mark.parametrize(
    ("value", "worth"),
    [
        ("postgres", False),
        ("12345678", False),
        ("Postgres", True),
        ("pass1", False),
        ("correcthorsebattery", True),
    ],
)
def test_an_ordinary_word_stays_readable(value: str, worth: bool) -> None:
    assert worth_hiding(value) is worth


def test_known_secrets_are_found_wherever_they_stand() -> None:
    assert known_hits("abcabc", [("one", "abc"), ("none", ""), ("two", "x")]) == [
        Hit(0, 3, "one"),
        Hit(3, 6, "one"),
    ]
    assert masked("say abcabc", known_hits("say abcabc", [("one", "abc")])) == "say ******"


def test_hits_that_overlap_become_one() -> None:
    assert without_overlap([Hit(4, 9, "b"), Hit(0, 5, "a"), Hit(9, 12, "c")]) == [
        Hit(0, 9, "a"),
        Hit(9, 12, "c"),
    ]
