"""Moto's server, with the few deviations of moto 5.2.5 repaired that would keep a rotation from running at all.

Each repair says what AWS does. Nothing here knows the functions under test.
"""

import json
import sys
from typing import Any

from moto.kms import models as kms
from moto.moto_api._internal import mock_random
from moto.secretsmanager import models as secretsmanager
from moto.secretsmanager.exceptions import InvalidRequestException, ResourceExistsException, SecretNotFoundException
from moto.server import main

import moto_controls  # noqa: F401 - adds its path to the server

Backend = secretsmanager.SecretsManagerBackend


def version_with(secret: Any, stage: str) -> str | None:
    """The version that has a label."""
    return next((name for name, version in secret.versions.items() if stage in version["version_stages"]), None)


def rotate_secret(
    self: Any,
    secret_id: str,
    client_request_token: str | None = None,
    rotation_lambda_arn: str | None = None,
    rotation_rules: dict[str, Any] | None = None,
    rotate_immediately: bool = True,
) -> str:
    """Begins a rotation as AWS does, with an empty AWSPENDING version, and leaves its steps to whoever drives them.

    Moto makes that version current at once or runs the steps itself, takes a stale AWSPENDING for no obstacle and a
    finished one for an obstacle, and begins nothing for a secret that never had a value.
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
    """
    if not self._is_valid_identifier(secret_id):
        raise SecretNotFoundException()
    secret = self.secrets[secret_id]
    if secret.is_deleted():
        raise InvalidRequestException("You can't perform this operation on the secret because it was marked for deletion.")
    current, pending = version_with(secret, "AWSCURRENT"), version_with(secret, "AWSPENDING")
    if pending is not None and pending != current:
        raise InvalidRequestException("A previous rotation isn't complete. That rotation will be reattempted.")
    secret.rotation_requested = True
    secret.rotation_enabled = True
    secret.rotation_lambda_arn = rotation_lambda_arn or secret.rotation_lambda_arn
    if rotation_rules:
        secret.auto_rotate_after_days = rotation_rules.get("AutomaticallyAfterDays", 0)
    token = client_request_token or str(mock_random.uuid4())
    value = {} if rotate_immediately or current is None else value_of(secret.versions[current])
    secret.remove_version_stages_from_old_versions(["AWSPENDING"])
    created = int(secretsmanager.time.time())
    secret.versions[token] = {"createdate": created, "version_id": token, "version_stages": ["AWSPENDING"], **value}
    return secret.to_short_dict(version_id=token)


def value_of(version: dict[str, Any]) -> dict[str, Any]:
    """What a version holds."""
    return {name: version[name] for name in ("secret_string", "secret_binary") if name in version}


moved = Backend.update_secret_version_stage


def update_secret_version_stage(
    self: Any, secret_id: str, version_stage: str, remove_from_version_id: str, move_to_version_id: str
) -> tuple[str, str]:
    """Attaches AWSCURRENT where no version has it, which ends moto with an IndexError."""
    secret = self.secrets.get(secret_id)
    is_first = secret is not None and version_stage == "AWSCURRENT" and version_with(secret, version_stage) is None
    if is_first and not remove_from_version_id and move_to_version_id in secret.versions:
        secret.versions[move_to_version_id]["version_stages"].append(version_stage)
        return secret.arn, secret.name
    return moved(self, secret_id, version_stage, remove_from_version_id, move_to_version_id)


put = Backend.put_secret_value


def put_secret_value(
    self: Any,
    secret_id: str,
    secret_string: str,
    secret_binary: str,
    client_request_token: str,
    version_stages: list[str],
) -> str:
    """Refuses another value under a token that has one; moto does so for versions alone that are not pending.

    Takes AWSCURRENT from wherever it is now; moto takes it from where its own last PutSecretValue has put it.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html (ClientRequestToken)
    """
    secret = self.secrets.get(secret_id)
    held = value_of(secret.versions.get(client_request_token, {})) if secret is not None else {}
    if held:
        if held != {"secret_string": secret_string}:
            raise ResourceExistsException("A resource with the ID you requested already exists.")
        return secret.to_short_dict(include_version_stages=True, version_id=client_request_token)
    if secret is not None:
        secret.default_version_id = version_with(secret, "AWSCURRENT")
    return put(self, secret_id, secret_string, secret_binary, client_request_token, version_stages)


listed = Backend.list_secret_version_ids


def list_secret_version_ids(self: Any, secret_id: str) -> str:
    """Ends without a NextToken, where moto sends an empty one, which asks for the first page again."""
    return json.dumps({name: value for name, value in json.loads(listed(self, secret_id)).items() if value != ""})


create_key = kms.KmsBackend.create_key


def create_key_as_tagged(self: Any, *words: Any, **named: Any) -> Any:
    """Takes a key's id from the tag with which moto lets one choose the ids of other resources."""
    key = create_key(self, *words, **named)
    tags = named.get("tags") or next((word for word in words if isinstance(word, list)), [])
    chosen = next((tag["TagValue"] for tag in tags if tag["TagKey"] == "_custom_id_"), None)
    if chosen is not None:
        self.keys[chosen] = self.keys.pop(key.id)
        key.id, key.arn = chosen, key.arn.replace(key.id, chosen)
    return key


Backend.rotate_secret = rotate_secret
Backend.update_secret_version_stage = update_secret_version_stage
Backend.put_secret_value = put_secret_value
Backend.list_secret_version_ids = list_secret_version_ids
kms.KmsBackend.create_key = create_key_as_tagged

if __name__ == "__main__":
    main(sys.argv[1:])
