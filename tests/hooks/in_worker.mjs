// `node --import` this file to have the hooks on the client whose core is in a worker (rig.mjs).

process.env.LENTIL_CORE = "worker";
