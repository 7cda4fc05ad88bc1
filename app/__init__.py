"""The Qt window of ParamISP Studio. Imports paramisp_core; nothing imports app."""
