using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;

namespace Indexer.Engine.Calls;

/// <summary>
/// Emits the classes of references: each method packs its arguments into a value tuple and hands it to
/// <see cref="GrainReference.Call{TArguments, TResult}"/>, so a call boxes nothing and looks nothing up.
/// </summary>
internal static class ProxyBuilder
{
    private static readonly Lock Gate = new();
    private static readonly ModuleBuilder Module = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName("Indexer.Engine.Proxies"), AssemblyBuilderAccess.Run)
        .DefineDynamicModule("Indexer.Engine.Proxies");

    private static readonly ConstructorInfo BaseConstructor =
        typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(object)])!;

    private static readonly MethodInfo Call =
        typeof(GrainReference).GetMethod("Call", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>Makes the class behind an interface and returns its constructor.</summary>
    public static Func<object, GrainReference> Build(Type grainInterface, IReadOnlyList<MethodInfo> methods)
    {
        Type proxy;
        lock (Gate)
        {
            var type = Module.DefineType($"{grainInterface.FullName!.Replace('+', '.')}.Reference",
                TypeAttributes.Sealed | TypeAttributes.NotPublic, typeof(GrainReference), [grainInterface]);
            DefineConstructor(type);
            for (var i = 0; i < methods.Count; i++)
            {
                DefineMethod(type, methods[i], i);
            }

            proxy = type.CreateType();
        }

        var binding = Expression.Parameter(typeof(object));
        return Expression.Lambda<Func<object, GrainReference>>(
            Expression.New(proxy.GetConstructor([typeof(object)])!, binding), binding).Compile();
    }

    private static void DefineConstructor(TypeBuilder type)
    {
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, [typeof(object)]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, BaseConstructor);
        il.Emit(OpCodes.Ret);
    }

    private static void DefineMethod(TypeBuilder type, MethodInfo method, int number)
    {
        var signature = new GrainSignature(method);
        var parameters = method.GetParameters();
        var defined = type.DefineMethod($"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType, [.. parameters.Select(parameter => parameter.ParameterType)]);
        type.DefineMethodOverride(defined, method);

        var il = defined.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, number);
        EmitArguments(il, parameters, signature.ArgumentsType);
        EmitCancellation(il, parameters);
        il.Emit(OpCodes.Call, Call.MakeGenericMethod(signature.ArgumentsType, signature.ResultType));
        if (signature.IsValueTask)
        {
            // Task<T> to ValueTask<T>, or the Task that it is to ValueTask.
            var task = signature.HasResult ? typeof(Task<>).MakeGenericType(signature.ResultType) : typeof(Task);
            il.Emit(OpCodes.Newobj, method.ReturnType.GetConstructor([task])!);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitArguments(ILGenerator il, ParameterInfo[] parameters, Type argumentsType)
    {
        if (!argumentsType.IsGenericType)
        {
            EmitDefault(il, argumentsType);
            return;
        }

        foreach (var parameter in parameters.Where(parameter => parameter.ParameterType != typeof(CancellationToken)))
        {
            il.Emit(OpCodes.Ldarg, parameter.Position + 1);
        }

        il.Emit(OpCodes.Newobj, argumentsType.GetConstructor(argumentsType.GetGenericArguments())!);
    }

    private static void EmitCancellation(ILGenerator il, ParameterInfo[] parameters)
    {
        if (parameters.FirstOrDefault(parameter => parameter.ParameterType == typeof(CancellationToken)) is { } cancellation)
        {
            il.Emit(OpCodes.Ldarg, cancellation.Position + 1);
        }
        else
        {
            EmitDefault(il, typeof(CancellationToken));
        }
    }

    private static void EmitDefault(ILGenerator il, Type type)
    {
        var local = il.DeclareLocal(type);
        il.Emit(OpCodes.Ldloca, local);
        il.Emit(OpCodes.Initobj, type);
        il.Emit(OpCodes.Ldloc, local);
    }
}
