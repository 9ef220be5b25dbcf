"""The entry: `python bot.py` runs the shop, `python bot.py --help` tells what else there is."""

import gc
import sys

try:
    if sys.argv[1:] in ([], ["run"]):
        gc.disable()  # while thousands of types are built; `handlers.app.run` turns it on again

        from utils import late_types

        late_types.load()

    from commands.app import main

    if __name__ == "__main__":
        main(sys.argv[1:])
except KeyboardInterrupt:  # Ctrl-C while the modules are read, or before anybody minds it
    sys.exit(130)
