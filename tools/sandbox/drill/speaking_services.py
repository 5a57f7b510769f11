"""The emulator's own server, on whose buses the services of AWS may speak.

PutEvents refuses the sources of AWS's services to everybody, here as on AWS. A drill plays those services, so the
emulator that it runs on must let it.
"""

from ministack.app import app  # noqa: F401
from ministack.services import eventbridge

# The only parameter with a default: whether a source may begin with "aws.".
assert eventbridge._put_events.__defaults__ == (False,), "PutEvents of the emulator has changed"
eventbridge._put_events.__defaults__ = (True,)
