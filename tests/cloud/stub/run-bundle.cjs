/** Calls `main` of the bundle whose path is given with the event that arrives, in a process with nothing else in it. */
process.once('message', (event) => {
  const { main } = require(process.argv[2]);
  Promise.resolve(main(event, { request_id: 'stub', function_name: 'stub' })).then(
    (result) => process.send({ result }, () => process.exit(0)),
    (error) => process.send({ error: String(error?.message ?? error) }, () => process.exit(0)),
  );
});
