"""The emulator's own server, whose IAM knows of a request what it names and what conditions ask about it.

The emulator evaluates policies with their conditions. But of some requests it does not know what they are about, so that no
statement with a resource fits them, and of some condition keys it knows nothing, so that they hold for nobody. Both are
read from the request here, or from what it names, as the Service Authorization Reference says of each.
"""

import json

from ministack.app import app  # noqa: F401
from ministack.core import iam_actions
from ministack.core.responses import get_account_id
from ministack.services import iam, kms

_own_context = iam_actions.request_tag_context
_own_resource = iam_actions.extract_resource_arn
# With other parameters, what is added here would be something else.
assert _own_context.__code__.co_varnames[:4] == ("service", "iam_action", "body", "params"), "the emulator has changed"
assert _own_resource.__code__.co_varnames[:8] == (
    *("service", "method", "path", "headers", "body", "query_params", "region", "account_id"),
), "the emulator has changed"


def _one(params, name):
    value = params.get(name)
    return value[0] if isinstance(value, list) and value else value


def _json(body):
    try:
        return json.loads(body) if body[:1] == b"{" else {}
    except ValueError:
        return {}


def _identity_named(params, account_id):
    """The role or user of a request as it is, or as it is to be made."""
    for kind, store in (("Role", iam._roles), ("User", iam._users)):
        name = _one(params, f"{kind}Name")
        if name:
            there = store.get_scoped(account_id, None, name)
            path = _one(params, "Path") or "/"
            return there or {"Arn": f"arn:aws:iam::{account_id}:{kind.lower()}{path}{name}"}
    return {}


def _resource(service, method, path, headers, body, query_params, region, account_id):
    own = _own_resource(service, method, path, headers, body, query_params, region, account_id)
    if service == "iam":
        named = {
            "PolicyName": "policy",
            "InstanceProfileName": "instance-profile",
        }
        found = [f"arn:aws:iam::{account_id}:{kind}/{_one(query_params, name)}"
                 for name, kind in named.items() if own == "*" and _one(query_params, name)]
        provider = _one(query_params, "OpenIDConnectProviderArn")
        return _identity_named(query_params, account_id).get("Arn") or provider or (found or [own])[0]
    if service == "kms" and own == "*" and _json(body).get("AliasName"):
        # AWS asks for the key as well; the emulator asks once.
        return f"arn:aws:kms:{region}:{account_id}:{_json(body)['AliasName']}"
    if service == "events":
        return own.replace(":rule/default/", ":rule/")
    if service == "monitoring" and own == "*":
        name = _json(body).get("DashboardName")
        return f"arn:aws:cloudwatch::{account_id}:dashboard/{name}" if name else own
    return own


def _context(service, iam_action, body, params):
    context = dict(_own_context(service, iam_action, body, params))
    action = iam_action.split(":", 1)[-1]
    data = _json(body)
    if service == "iam":
        # The boundary that is asked for, or else the one that the role or user has.
        boundary = _one(params, "PermissionsBoundary")
        boundary = boundary or _identity_named(params, get_account_id()).get("PermissionsBoundary")
        if boundary:
            context["iam:permissionsboundary"] = boundary
        if "Attach" in action or "Detach" in action:
            context["iam:policyarn"] = _one(params, "PolicyArn")
    if service == "kms":
        key = (data.get("TargetKeyId") or data.get("KeyId") or "").rsplit("/", 1)[-1]
        aliases = [arn.split(":", 5)[-1] for arn, target in kms._aliases.items() if str(target) == key]
        if aliases:
            context["kms:resourcealiases"] = aliases
    if service == "sns" and action == "Subscribe":
        context["sns:protocol"] = _one(params, "Protocol")
    if service == "events" and action == "PutTargets":
        context["events:targetarn"] = [target["Arn"] for target in data.get("Targets", [])]
    return context


iam_actions.request_tag_context = _context
iam_actions.extract_resource_arn = _resource
